"""Whether the record of sending is whole: no gap, hashes that fit, columns that say the same. Pure."""

from dataclasses import dataclass, field
from typing import Any, NamedTuple

import orjson

from shared.canonical import GENESIS, digest

CLAIMED = "claimed"


class Line(NamedTuple):
    """As the table has it."""

    number: int
    previous: str
    line: str
    hash: str
    township: str
    reminder: str


class Broken(NamedTuple):
    number: int
    what: str
    """gap, previous, hash, not_json, columns."""


@dataclass(slots=True)
class Chain:
    """Lines are taken in order, until one is broken."""

    lines: int = 0
    head: str = GENESIS
    states: dict[str, str] = field(default_factory=dict)
    """Of each reminder, by its last line."""

    def take(self, line: Line) -> Broken | None:
        what = self._wrong(line)
        if what is not None:
            return Broken(self.lines + 1 if what == "gap" else line.number, what)
        said = orjson.loads(line.line)
        self.lines, self.head = line.number, line.hash
        state = "sending" if said["happening"] == CLAIMED else said.get("state")
        if state is not None:
            self.states[line.reminder] = str(state)
        return None

    def _wrong(self, line: Line) -> str | None:
        if line.number != self.lines + 1:
            return "gap"
        if line.previous != self.head:
            return "previous"
        if digest(line.line.encode()) != line.hash:
            return "hash"
        try:
            said = orjson.loads(line.line)
        except orjson.JSONDecodeError:
            return "not_json"
        return None if _same(said, line) else "columns"


def _same(said: Any, line: Line) -> bool:
    told = (said.get("number"), said.get("previous"), said.get("township"), said.get("reminder"))
    return told == (line.number, line.previous, line.township, line.reminder) and "happening" in said


def fits(recorded: str | None, state: str, reason: str | None) -> bool:
    """Whether a row that was claimed once stands as its last line says.

    What was put off is planned, and planning may end it; what a backup lacked has no line.
    """
    if reason == "restored":
        return True
    return recorded == state or (recorded == "planned" and state == "cancelled")
