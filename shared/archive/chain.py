"""Following the chain of a log's events by their bytes alone. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import NamedTuple

import msgspec


class Link(msgspec.Struct, gc=False):
    """What an event says of its place, and what stands beside its bytes in a segment."""

    source: str
    logid: str
    position: int
    previoushash: str
    township: str
    type: str
    recordedtime: str


_LINK = msgspec.json.Decoder(Link)


class Broken(Exception):
    """The first position at which the events are not the log's, and what is wrong there."""

    def __init__(self, position: int, what: str) -> None:
        super().__init__(f"{what} at {position}")
        self.position, self.what = position, what


class Run(NamedTuple):
    """Events one after another, from position `first` on."""

    first: int
    raws: Sequence[bytes]

    @property
    def last(self) -> int:
        return self.first + len(self.raws) - 1


@dataclass(slots=True)
class Chain:
    """How far it was followed."""

    log: str
    log_id: str
    position: int
    hash: str

    def follow(self, raws: Sequence[bytes], then: str | None) -> list[Link]:
        """The links of the next events; `then` is the hash that what comes behind them names."""
        links: list[Link] = []
        position, hash_, source = self.position, self.hash, f"/{self.log}"
        for index, raw in enumerate(raws):
            position += 1
            link = read_link(raw, position)
            if link.position != position:
                raise Broken(position, "gap")
            if link.logid != self.log_id or link.source != source:
                raise Broken(position, "other_log")
            previous, hash_ = hash_, sha256(raw).hexdigest()
            if link.previoushash != previous:
                # One of two was altered: not the one that what follows knows as it is.
                known = previous_of(raws[index + 1]) if index + 1 < len(raws) else then
                raise Broken(position - 1, "hash") if known == hash_ else Broken(position, "chain")
            links.append(link)
        self.position, self.hash = position, hash_
        return links


def read_link(raw: bytes, position: int) -> Link:
    try:
        return _LINK.decode(raw)
    except (msgspec.DecodeError, ValueError):
        raise Broken(position, "not_an_event") from None


def previous_of(raw: bytes) -> str | None:
    try:
        return _LINK.decode(raw).previoushash
    except (msgspec.DecodeError, ValueError):
        return None
