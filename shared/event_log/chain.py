"""Following the chain of a log's events by their bytes: for archives, verification and taking over. Pure.

Checks look at a run of events at once, each in one pass, and are named after what is wrong where one fails.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Generic, NamedTuple, TypeVar

import msgspec


class Link(msgspec.Struct, gc=False):
    """What an event says of its place. Who needs more of it reads more."""

    source: str
    logid: str
    position: int
    previoushash: str


LINK = msgspec.json.Decoder(Link)

Read = TypeVar("Read", bound=Link)


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


@dataclass(frozen=True, slots=True)
class Piece(Generic[Read]):
    """A run of events that could be read, and where in which log they should stand."""

    source: str
    log_id: str
    first: int
    previous: str
    """The hash of the event before the first."""
    raws: Sequence[bytes]
    links: Sequence[Read]
    hashes: Sequence[str]
    then: str | None
    """What comes behind them names it as the hash before it; None where that can't be known."""


@dataclass(frozen=True, slots=True)
class Fault:
    index: int
    what: str


Check = Callable[[Piece[Any]], int | None]
"""The index of the first event of a run at which it fails."""


def differing(found: Sequence[object], expected: Sequence[object]) -> int | None:
    """The first index at which two lists of one length are not the same."""
    if found == expected:
        return None
    return next(at for at, pair in enumerate(zip(found, expected, strict=True)) if pair[0] != pair[1])


def _gap(piece: Piece[Link]) -> int | None:
    expected = list(range(piece.first, piece.first + len(piece.links)))
    return differing([link.position for link in piece.links], expected)


def _other_log(piece: Piece[Link]) -> int | None:
    place = piece.log_id, piece.source
    return differing([(link.logid, link.source) for link in piece.links], [place] * len(piece.links))


def _chain(piece: Piece[Link]) -> int | None:
    return differing([link.previoushash for link in piece.links], [piece.previous, *piece.hashes][:-1])


CHAIN_CHECKS: Mapping[str, Check] = {"gap": _gap, "other_log": _other_log, "chain": _chain}
"""`not_an_event` comes before them: nothing can be said of what can't be read."""


@dataclass(slots=True)
class Chain:
    """How far it was followed."""

    log: str
    log_id: str
    position: int
    hash: str

    def follow(
        self, raws: Sequence[bytes], then: str | None, decoder: "msgspec.json.Decoder[Read]"
    ) -> Sequence[Read]:
        """What the next events say; `then` is the hash that what comes behind them names. Raises `Broken`."""
        piece = self.piece(raws, then, decoder)
        fault = first_fault(piece, len(raws), {name: check(piece) for name, check in CHAIN_CHECKS.items()})
        if fault is not None:
            raise Broken(piece.first + fault.index, fault.what)
        self.passed(piece)
        return piece.links

    def piece(
        self, raws: Sequence[bytes], then: str | None, decoder: "msgspec.json.Decoder[Read]"
    ) -> Piece[Read]:
        """The next events, up to the first that can't be read."""
        links = _read(raws, decoder)
        read = raws[: len(links)]
        hashes = [sha256(raw).hexdigest() for raw in read]
        follows = then if len(read) == len(raws) else None
        return Piece(f"/{self.log}", self.log_id, self.position + 1, self.hash, read, links, hashes, follows)

    def passed(self, piece: Piece[Any]) -> None:
        if piece.hashes:
            self.position, self.hash = self.position + len(piece.hashes), piece.hashes[-1]


def first_fault(piece: Piece[Any], given: int, failed: Mapping[str, int | None]) -> Fault | None:
    """Of the indexes at which checks failed the first; at the same one, by the order of the checks."""
    faults = [Fault(index, what) for what, index in failed.items() if index is not None]
    if not faults:
        return None if len(piece.links) == given else Fault(len(piece.links), "not_an_event")
    first = min(faults, key=lambda fault: fault.index)
    return _blamed(piece, first) if first.what == "chain" else first


def _blamed(piece: Piece[Any], fault: Fault) -> Fault:
    """One of two was altered: not the one that what follows knows as it is."""
    at = fault.index
    known = piece.links[at + 1].previoushash if at + 1 < len(piece.links) else piece.then
    if piece.first + at > 1 and known == piece.hashes[at]:
        return Fault(at - 1, "hash")
    return fault


def _read(raws: Sequence[bytes], decoder: "msgspec.json.Decoder[Read]") -> list[Read]:
    try:
        return [decoder.decode(raw) for raw in raws]
    except (msgspec.MsgspecError, ValueError):
        links: list[Read] = []
        while (link := read_link(raws[len(links)], decoder)) is not None:
            links.append(link)
        return links


def read_link(raw: bytes, decoder: "msgspec.json.Decoder[Read]") -> Read | None:
    """None where the bytes are no event."""
    try:
        return decoder.decode(raw)
    except (msgspec.MsgspecError, ValueError):
        return None
