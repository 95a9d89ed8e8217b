"""What a verification says while it runs and at its end, a line of JSON each: one process tells another."""

from collections.abc import Callable
from typing import Any, Literal

import msgspec

Part = Literal["files", "figures", "log", "tree", "seals", "archive", "stream"]
"""In the order in which they are looked at."""


class Progress(msgspec.Struct, tag="progress", frozen=True):
    part: Part
    done: int
    total: int


class Found(msgspec.Struct, tag="found", frozen=True):
    part: Part
    position: int
    check: str
    told: str


class Passed(msgspec.Struct, tag="passed", frozen=True):
    """A part that was not looked at, and why."""

    part: Part
    told: str


class Ended(msgspec.Struct, tag="ended", frozen=True):
    """Everything up to `position` was looked at, whatever was found."""

    position: int
    hash: str
    since: int = 0
    """The rows up to there are known by a sealed checkpoint."""


Line = Progress | Found | Passed | Ended
Tell = Callable[[Line], None]
_DECODER: msgspec.json.Decoder[Any] = msgspec.json.Decoder(Line)


def written(line: Line) -> bytes:
    return msgspec.json.encode(line) + b"\n"


def read_line(raw: bytes) -> Line:
    line: Line = _DECODER.decode(raw)
    return line
