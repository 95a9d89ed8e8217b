"""Work in a thread ends soon after nobody waits for it any more."""

from collections.abc import Iterable, Iterator
from threading import Event
from typing import TypeVar

One = TypeVar("One")


class GivenUp(Exception):
    """Nobody waits for this any more."""


def until(given_up: Event, each: Iterable[One]) -> Iterator[One]:
    """One by one; raises `GivenUp` once the event is set."""
    for one in each:
        if given_up.is_set():
            raise GivenUp
        yield one
