"""One line of a file of facts: what can be sent, or why it can't."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import orjson

MAX_FACT_BYTES = 256 * 1024
_MAX_NAME = 200
_WILD = frozenset("*> ")


class Key(NamedTuple):
    """What receipts call a fact by; the publisher is ourselves."""

    source: str
    id: str


@dataclass(frozen=True, slots=True)
class Line:
    number: int
    key: Key
    type: str
    raw: bytes


@dataclass(frozen=True, slots=True)
class BadLine:
    """Not sent: no receipt could name it. The code is the one its receipt would bear."""

    number: int
    code: str
    reason: str


def read_lines(raw_lines: Iterable[bytes]) -> Iterator[Line | BadLine]:
    """Empty lines are passed over, and counted."""
    for number, raw in enumerate(raw_lines, start=1):
        stripped = raw.strip()
        if stripped:
            yield _read(number, stripped)


def _read(number: int, raw: bytes) -> Line | BadLine:
    if len(raw) > MAX_FACT_BYTES:
        return BadLine(number, "too_large", "超过 256 KiB，请拆分。 Larger than 256 KiB; split it.")
    try:
        fact = orjson.loads(raw)
    except orjson.JSONDecodeError as error:
        return BadLine(number, "not_json", f"不是有效的 JSON（UTF-8）。 Not JSON in UTF-8: {error}.")
    if not isinstance(fact, dict):
        return BadLine(number, "not_cloudevent", "不是 JSON 对象。 Not a JSON object.")
    for name in ("source", "id", "type"):
        if not _is_name(fact.get(name)):
            return BadLine(
                number,
                "not_cloudevent",
                f"缺少有效的 {name}。 No valid “{name}”: a text of 1 to 200 characters.",
            )
    if not _is_subject(fact["type"]):
        return BadLine(
            number,
            "unknown_type",
            "type 不能用作主题。 “type” can't be part of a subject, as in unit.registered.",
        )
    return Line(number, Key(fact["source"], fact["id"]), fact["type"], raw)


def _is_name(value: Any) -> bool:
    return isinstance(value, str) and 0 < len(value) <= _MAX_NAME and value.isprintable()


def _is_subject(type_name: str) -> bool:
    return type_name.isascii() and not _WILD & set(type_name) and all(type_name.split("."))
