"""What must be true of rows of a log beyond their chain. Pure; each check finds what no other does."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Annotated

import msgspec
import orjson

from shared.canonical import GENESIS, canonical
from shared.event_log.chain import Link, Piece, differing
from shared.event_log.read import Stored


class Written(Link, gc=False):
    """Of the bytes: whatever has to agree with the row, with its neighbours or with the facts answered."""

    id: str
    recordedtime: Annotated[datetime, msgspec.Meta(tz=True)]
    subject: str
    streamversion: int
    publisher: str
    factsource: str
    factid: str
    factdigest: str


WRITTEN = msgspec.json.Decoder(Written)


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
class Rows:
    """Rows one after another, what their bytes say, and when the event before them was recorded."""

    stored: Sequence[Stored]
    piece: Piece[Written]
    recorded: datetime | None


def _canonical(rows: Rows) -> int | None:
    return next((at for at, raw in enumerate(rows.piece.raws) if not _is_canonical(raw)), None)


def _is_canonical(raw: bytes) -> bool:
    try:
        return canonical(orjson.loads(raw)) == raw
    except orjson.JSONDecodeError:
        return False


def _id(rows: Rows) -> int | None:
    said = rows.piece.log_id
    links = rows.piece.links
    return differing([link.id for link in links], [f"{said}/{link.position}" for link in links])


def _position(rows: Rows) -> int | None:
    return differing([row.position for row in rows.stored], [link.position for link in rows.piece.links])


def _recorded(rows: Rows) -> int | None:
    moments = [link.recordedtime for link in rows.piece.links]
    earlier = moments if rows.recorded is None else [rows.recorded, *moments]
    skipped = len(moments) - len(earlier) + 1
    late = (before >= after for before, after in pairwise(earlier))
    return next((at + skipped for at, each in enumerate(late) if each), None)


def _stream(rows: Rows) -> int | None:
    said = [(link.subject, link.streamversion) for link in rows.piece.links]
    return differing([(row.stream, row.stream_version) for row in rows.stored], said)


RowCheck = Callable[[Rows], int | None]
"""The index of the first row at which it fails."""

ROW_CHECKS: Mapping[str, RowCheck] = {
    "canonical": _canonical,
    "id": _id,
    "position": _position,
    "recorded": _recorded,
    "stream": _stream,
}
TOLD: Mapping[str, str] = {
    "not_an_event": "不是事件 what stands there is no event",
    "gap": "此位置的事件缺失，或次序不对 the event is missing here, or out of order",
    "other_log": "事件属于另一日志 it is an event of another log",
    "hash": "字节与后一事件所记的哈希不符 its bytes are not those that the event after it names",
    "chain": "与前一事件的哈希不衔接 it does not name the hash of the event before it",
    "canonical": "字节不是规范形式 its bytes are not in canonical form",
    "id": "事件编号与日志和位置不符 its id is not of this log and position",
    "position": "所存位置与事件不符 it stands at another position than it says",
    "recorded": "记录时间没有递增 it was not recorded after the one before it",
    "stream": "所存对象或版本与事件不符 its row names another stream or version than it says",
}
"""What is wrong at an event, by the check; the first ones are of `shared.event_log.chain`."""
