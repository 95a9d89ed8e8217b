"""A part of a log as a rebuild takes it in: its chain followed, and what is kept of it by subjects.

Pure, so that several can be made at once, each in a process of its own.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, ClassVar
from zlib import crc32

import msgspec
import orjson

from services.reporting.counting.town import TOWN_KINDS
from services.reporting.subjects.as_recorded import kept_entry
from services.reporting.subjects.from_bytes import decoder_into, known_envelope
from services.reporting.subjects.kept import KEPT_FIELDS, LOG_OF_KIND
from shared.event_log.chain import Broken
from shared.events.stream_id import StreamId
from shared.instant import microseconds

OF_TOWNS = 0
"""The bucket of what a town is known by: counted before all others."""

_COPIED = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


@dataclass(frozen=True, slots=True)
class Bucket:
    """Some subjects of a town, with their entries of one part."""

    township: str
    number: int
    events: int
    entries: bytes
    """JSON list of [kind, id, entries], the entries as a row holds them."""


@dataclass(frozen=True, slots=True)
class Part:
    log: str
    log_id: str
    first: int
    last: int
    previous_hash: str
    hash: str
    recorded: int
    """When its last event was, microseconds since 1970."""
    provenance: bytes
    """As COPY reads it."""
    buckets: Sequence[Bucket]


class _Event(msgspec.Struct, gc=False):
    source: str
    logid: str
    position: int
    previoushash: str
    recordedtime: datetime
    subject: str
    actor: str
    actororg: str

    kept_as: ClassVar[str | None] = None


class _Kept(_Event, gc=False):
    time: datetime
    data: dict[str, Any]


_DECODER = decoder_into(_Event, _Kept)


def part_of(log: str, first: int, raws: Sequence[bytes], buckets: int) -> Part:
    """Raises `Broken` where these are not one chain, `unknown_event` and ValueError as `read_event` does."""
    decode, source, position = _DECODER.decode, f"/{log}", first - 1
    entries: defaultdict[str, list[Any]] = defaultdict(list)
    provenance, whose = list[str](), _Whose()
    log_id = previous = hash_ = ""
    for raw in raws:
        position += 1
        try:
            event = decode(raw)
            entry = _entry(event)
        except msgspec.ValidationError:
            event, entry = _lifted(raw)
        if not hash_:
            log_id, previous, hash_ = event.logid, event.previoushash, event.previoushash
        if event.position != position or event.previoushash != hash_:
            raise Broken(position, "gap" if event.position != position else "chain")
        if event.logid != log_id or event.source != source:
            raise Broken(position, "other_log")
        hash_ = sha256(raw).hexdigest()
        if entry is not None:
            entries[event.subject].append(entry)
        by = whose[event.actor, event.actororg]
        provenance.append(f"{log}\t{position}\t{microseconds(event.recordedtime)}\t{by}\n")
    recorded = microseconds(event.recordedtime)
    copied = "".join(provenance).encode()
    return Part(log, log_id, first, position, previous, hash_, recorded, copied, _put(entries, buckets))


def _entry(event: Any) -> tuple[Any, ...] | None:
    """With the fields in the order in which every projection keeps them."""
    if event.kept_as is None:
        return None
    data, names = event.data, KEPT_FIELDS[event.kept_as]
    kept = {name: data[name] for name in names if name in data}
    return event.kept_as, microseconds(event.time), event.position, kept


def _lifted(raw: bytes) -> tuple[_Event, tuple[Any, ...] | None]:
    envelope = known_envelope(raw)
    kept = kept_entry(envelope)
    event = _Event(
        f"/{envelope.log}", envelope.log_id, envelope.position, envelope.previous_hash, envelope.recorded,
        envelope.stream, envelope.actor, envelope.actor_organisation,
    )  # fmt: skip
    return event, None if kept is None else tuple(kept[1])


class _Whose(dict[tuple[str, str], str]):
    """Account and organisation as COPY reads them: few, and each made once."""

    def __missing__(self, key: tuple[str, str]) -> str:
        self[key] = "\t".join(each.translate(_COPIED) for each in key)
        return self[key]


def _put(entries: dict[str, list[Any]], buckets: int) -> list[Bucket]:
    """By town, and by subject: all of a subject comes to one bucket, in whichever part it is."""
    found: defaultdict[tuple[str, int], list[Any]] = defaultdict(list)
    for stream, listed in entries.items():
        township, kind, subject = StreamId.parse(stream)
        if kind in LOG_OF_KIND:
            number = OF_TOWNS if kind in TOWN_KINDS else 1 + crc32(stream.encode()) % buckets
            found[township, number].append((kind, subject, listed))
    return [
        Bucket(*key, sum(len(listed) for _, _, listed in subjects), orjson.dumps(subjects))
        for key, subjects in sorted(found.items())
    ]
