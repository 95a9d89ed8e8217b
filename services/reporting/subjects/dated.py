"""What a subject is said to be, each time with its moment: a department, a village, a grade."""

from collections.abc import Sequence
from typing import NamedTuple

from shared.read_model.entry import Entry


class Said(NamedTuple):
    """From its moment on, until something else is said."""

    since: int
    """Microseconds since 1970, UTC."""
    value: str | None
    entry: Entry


class AsSaid(NamedTuple):
    """What is said at a moment, and all that was said up to then, as it happened."""

    value: str | None
    said: Sequence[Said]


NOTHING = AsSaid(None, ())


def as_of(said: Sequence[Said], moment: int) -> AsSaid:
    """What is said at the very moment is taken in."""
    upto = [each for each in said if each.since <= moment]
    return AsSaid(upto[-1].value, upto) if upto else NOTHING


def before(said: Sequence[Said], moment: int) -> AsSaid:
    upto = [each for each in said if each.since < moment]
    return AsSaid(upto[-1].value, upto) if upto else NOTHING
