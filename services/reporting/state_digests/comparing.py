"""Where two chains of digests first differ, and what differs there. Pure.

Two that are equal at a block are equal up to it, so the first block that differs is found by halving; then
the tags of its events tell the event.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Literal, NamedTuple

from services.reporting.state_digests.block import Block, Tag
from services.reporting.state_digests.digests import Digests
from shared.problems import Rejected

What = Literal["bytes", "missing_in_a", "missing_in_b", "order", "state"]


class Place(NamedTuple):
    log: str
    position: int


@dataclass(frozen=True, slots=True)
class Difference:
    what: What
    before: int
    """Events of which all is equal."""
    a: Place | None
    """The event there. Of a state, the last event that goes into it."""
    b: Place | None
    events: int = 1
    """Of a state: one of so many events, the last of which is named, made it another."""


@dataclass(frozen=True, slots=True)
class Compared:
    difference: Difference | None
    last: Mapping[str, int]
    """By log, how far both go."""


class _At(NamedTuple):
    place: Place
    tag: Tag


def compared(a: Digests, b: Digests) -> Compared:
    """Raises `digests_not_alike`."""
    if a.header.every != b.header.every or a.header.last.keys() != b.header.last.keys():
        raise Rejected("digests_not_alike")
    last = {log: min(position, b.header.last[log]) for log, position in a.header.last.items()}
    return Compared(_first(a.blocks, b.blocks, last), last)


def _first(a: Sequence[Block], b: Sequence[Block], last: Mapping[str, int]) -> Difference | None:
    both = range(min(len(a), len(b)))
    equal = bisect_left(both, 1, key=lambda block: a[block].chain != b[block].chain)
    if equal < len(both) and a[equal].stored == b[equal].stored:
        before = a[equal - 1].events if equal else 0
        place = _end_of(a, equal)
        return Difference("state", before, place, place, a[equal].events - before)
    return _event(
        list(_from(a, equal, last)), list(_from(b, equal, last)), a[equal - 1].events if equal else 0
    )


def _end_of(blocks: Sequence[Block], index: int) -> Place:
    return [place for place, _ in _numbered(blocks, index, index + 1)][-1]


def _from(blocks: Sequence[Block], index: int, last: Mapping[str, int]) -> Iterator[_At]:
    """What only one of them has come to is no difference."""
    return (
        each for each in _numbered(blocks, index, len(blocks)) if each.place.position <= last[each.place.log]
    )


def _numbered(blocks: Sequence[Block], first: int, end: int) -> Iterator[_At]:
    positions = Counter(blocks[first - 1].positions if first else {})
    for block in blocks[first:end]:
        for tag in block.own():
            positions[tag.log] += 1
            yield _At(Place(tag.log, positions[tag.log]), tag)


def _event(a: Sequence[_At], b: Sequence[_At], before: int) -> Difference | None:
    for index, (one, other) in enumerate(zip_longest(a, b)):
        if one is None or other is None or one.tag != other.tag:
            of_a = None if one is None else one.place
            of_b = None if other is None else other.place
            return Difference(_what(a[index:], b[index:]), before + index, of_a, of_b)
    return None


def _what(a: Sequence[_At], b: Sequence[_At]) -> What:
    """By the content of what comes from here on."""
    if not a or not b:
        return "missing_in_a" if b else "missing_in_b"
    in_a, in_b = ({each.tag.content for each in side} for side in (a, b))
    known_in_b, known_in_a = a[0].tag.content in in_b, b[0].tag.content in in_a
    if known_in_a and known_in_b:
        return "bytes" if a[0].tag.content == b[0].tag.content else "order"
    if known_in_a or known_in_b:
        return "missing_in_b" if known_in_a else "missing_in_a"
    return "bytes"
