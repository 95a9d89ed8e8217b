"""From the stored bytes of an event to what a report keeps of it.

Whole logs are read by this, so nothing else is made of an event: the JSON of a known type is decoded straight
into the fields that are kept. Whatever is not of a type's newest version goes the long way, which lifts it.
"""

import typing
from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import partial
from typing import Any, ClassVar, NamedTuple

import msgspec

from services.reporting.subjects.as_recorded import kept_entry
from services.reporting.subjects.kept import KEPT_FIELDS
from shared.events.catalogue import EVENTS, LOG_EVENTS
from shared.events.envelope import Envelope
from shared.instant import microseconds, write_instant
from shared.problems import Rejected
from shared.read_model.entry import Entry


class Recorded(NamedTuple):
    position: int
    recorded: str
    """As `shared.instant.write_instant` writes it: such texts sort as the moments do."""
    stream: str
    entry: Entry | None
    """None for an event that moves no figure."""


class _Event(msgspec.Struct, gc=False):
    position: int
    recordedtime: str
    subject: str

    kept_as: ClassVar[str | None] = None


class _Kept(_Event, gc=False):
    time: datetime
    data: dict[str, Any]


def _struct(type_: str, version: int, base: type[Any], kept_base: type[Any]) -> Any:
    """The tag says type and version at once."""
    names = KEPT_FIELDS.get(type_)
    known: dict[str, Any] = {"tag_field": "dataschema", "tag": f"urn:paicha:{type_}:{version}", "gc": False}
    if names is None:
        return msgspec.defstruct("Passed", [], bases=(base,), **known)
    kept: Any = typing.TypedDict("Data", dict.fromkeys(names, Any), total=False)  # type: ignore[misc] # by a table
    return msgspec.defstruct(
        "Kept", [("data", kept)], bases=(kept_base,), namespace={"kept_as": type_}, **known
    )


def decoder_into(base: type[Any], kept_base: type[Any]) -> "msgspec.json.Decoder[Any]":
    """`kept_base` for types that figures are made of: it has `kept_as`, and `data` is put to its fields."""
    newest: dict[str, int] = {}
    for log in ("registry", "hazards"):
        for event in LOG_EVENTS[log]:
            newest[event.type] = max(event.version, newest.get(event.type, 0))
    known = tuple(_struct(*each, base, kept_base) for each in newest.items())
    return msgspec.json.Decoder(typing.Union[known])  # noqa: UP007


_DECODER = decoder_into(_Event, _Kept)


# Without the argument handling of their classes, which takes half of the time.
_new_entry: Callable[[tuple[Any, ...]], Entry] = partial(tuple.__new__, Entry)
_new_recorded: Callable[[tuple[Any, ...]], Recorded] = partial(tuple.__new__, Recorded)


def read_event(raw: bytes) -> Recorded:
    """Raises `unknown_event` for a type or version that a later release wrote, ValueError for no event."""
    try:
        found = _DECODER.decode(raw)
    except msgspec.ValidationError:
        return _read_whole(raw)
    type_, position = found.kept_as, found.position
    entry = None if type_ is None else _new_entry((type_, microseconds(found.time), position, found.data))
    return _new_recorded((position, found.recordedtime, found.subject, entry))


def gather(
    numbered: Iterable[tuple[int, bytes]], before: str | None, entries: defaultdict[str, list[Entry]]
) -> int:
    """Puts to `entries`, by stream, what is kept of the events that were recorded `before` then; returns the
    last one's position. As `read_event` has it, without a call and a tuple for each event of a whole log."""
    decode, last = _DECODER.decode, 0
    for position, raw in numbered:
        try:
            found = decode(raw)
        except msgspec.ValidationError:
            _, recorded, stream, entry = _read_whole(raw)
        else:
            recorded, stream, type_ = found.recordedtime, found.subject, found.kept_as
            entry = type_ and _new_entry((type_, microseconds(found.time), found.position, found.data))
        if before is not None and recorded >= before:
            return last
        if entry is not None:
            entries[stream].append(entry)
        last = position
    return last


def _read_whole(raw: bytes) -> Recorded:
    envelope = known_envelope(raw)
    kept = kept_entry(envelope)
    recorded = write_instant(envelope.recorded)
    return Recorded(envelope.position, recorded, envelope.stream, None if kept is None else kept[1])


def known_envelope(raw: bytes) -> Envelope:
    """Raises `unknown_event` for a type or version that a later release wrote, ValueError for no event."""
    envelope = Envelope.from_bytes(raw)
    if (envelope.type, envelope.version) not in EVENTS:
        raise Rejected(
            "unknown_event", log=envelope.log, position=str(envelope.position), type=envelope.type,
            version=str(envelope.version),
        )  # fmt: skip
    return envelope
