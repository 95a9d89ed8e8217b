"""A message that arrived, and its line in the file. Pure."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Literal, TypeAlias

import orjson

Kind: TypeAlias = Literal["mail", "sms"]


@dataclass(frozen=True, slots=True)
class Content:
    """As the sender gave it."""

    kind: Kind
    id: str
    """Of the reminder: a mail's Message-ID without its brackets."""
    to: tuple[str, ...]
    title: str
    """A mail's subject; of a text message who signs it, 【…】."""
    text: str
    sender: str = ""
    html: str | None = None
    attempt: int = 1
    template: str | None = None
    variables: Mapping[str, str] = field(default_factory=dict)

    def says(self, words: str) -> bool:
        """To whom, under which title, or in the text."""
        sought = words.casefold()
        return any(sought in said.casefold() for said in (*self.to, self.title, self.text))


@dataclass(frozen=True, slots=True)
class Received:
    number: int
    """They arrive in increasing order."""
    at: str
    """By the demo clock, where there is one."""
    content: Content

    def told(self) -> dict[str, object]:
        return {"number": self.number, "at": self.at, **asdict(self.content)}


def line_of(message: Received) -> bytes:
    return orjson.dumps(message.told()) + b"\n"


def read_line(line: bytes) -> Received | None:
    """None for what a crash left of a line."""
    try:
        told = orjson.loads(line)
        number, at = told.pop("number"), told.pop("at")
        return Received(number, at, Content(**{**told, "to": tuple(told["to"])}))
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
