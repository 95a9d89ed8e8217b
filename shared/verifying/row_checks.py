"""What must be true of a row of a log, given the row before it. Pure; each check finds what no other does."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

import msgspec
import orjson

from shared.canonical import GENESIS, canonical
from shared.event_log.read import Stored
from shared.events.envelope import event_hash
from shared.verifying.answered import Answer


class Written(msgspec.Struct, gc=False):
    """Of the bytes: whatever has to agree with the row, with its neighbours or with the facts answered."""

    id: str
    logid: str
    position: int
    previoushash: str
    recordedtime: Annotated[datetime, msgspec.Meta(tz=True)]
    subject: str
    streamversion: int
    source: str
    publisher: str
    factsource: str
    factid: str
    factdigest: str

    @property
    def answer(self) -> Answer:
        return Answer(self.publisher, self.factsource, self.factid, self.factdigest)


_DECODER = msgspec.json.Decoder(Written)


@dataclass(frozen=True, slots=True)
class Before:
    """The end of what was walked so far."""

    position: int
    hash: str
    recorded: datetime | None

    @classmethod
    def beginning(cls) -> "Before":
        return cls(0, GENESIS, None)


@dataclass(frozen=True, slots=True)
class Seen:
    """A row, what its bytes say, and the log it should be of."""

    row: Stored
    written: Written
    before: Before
    log: str
    log_id: str


def read(raw: bytes) -> Written | None:
    """None where the bytes are no event."""
    try:
        return _DECODER.decode(raw)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return None


def after(seen: Seen) -> Before:
    return Before(seen.row.position, event_hash(seen.row.raw), seen.written.recordedtime)


def _canonical(seen: Seen) -> bool:
    try:
        return canonical(orjson.loads(seen.row.raw)) == seen.row.raw
    except orjson.JSONDecodeError:
        return False


def _own_log(seen: Seen) -> bool:
    written = seen.written
    named = (written.logid, written.source, written.id)
    return named == (seen.log_id, f"/{seen.log}", f"{seen.log_id}/{written.position}")


def _later(seen: Seen) -> bool:
    return seen.before.recorded is None or seen.written.recordedtime > seen.before.recorded


ROW_CHECKS: dict[str, tuple[Callable[[Seen], bool], str]] = {
    "gap": (
        lambda seen: seen.row.position == seen.before.position + 1,
        "此位置没有事件 there is no event at this position",
    ),
    "canonical": (_canonical, "字节不是规范形式 its bytes are not in canonical form"),
    "own_log": (_own_log, "事件属于另一日志 it is an event of another log"),
    "position": (
        lambda seen: seen.written.position == seen.row.position,
        "所存位置与事件不符 it stands at another position than it says",
    ),
    "chain": (
        lambda seen: seen.written.previoushash == seen.before.hash,
        "与前一事件的哈希不衔接 it does not name the hash of the event before it",
    ),
    "recorded": (_later, "记录时间没有递增 it was not recorded after the one before it"),
    "stream": (
        lambda seen: (
            (seen.written.subject, seen.written.streamversion) == (seen.row.stream, seen.row.stream_version)
        ),
        "所存对象或版本与事件不符 its row names another stream or version than it says",
    ),
}
"""By name, with what is wrong where one fails. `unreadable` comes before them."""
