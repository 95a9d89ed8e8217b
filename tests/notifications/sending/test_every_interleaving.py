"""Every order in which two processes, their provider, crashes and restored tables can meet, one by one."""

import logging
from collections import deque
from collections.abc import Callable

import pytest

from services.notifications.reminders.states import State
from tests.crash.summary import PROPERTY
from tests.notifications.sending.world import Guards, Left, World, renumbered, steps

_log = logging.getLogger(__name__)

RESTORED = Left(backup=1, restore=1, crashes=1)
SETTLED = Left(losses=1, crashes=1, resent=1, absent=1)
BROKEN = Left(claims=2, losses=1, crashes=1, broker=1, report=1)
PUT_BACK = Left(claims=2, losses=1, crashes=1, put_back=1, report=1)
LATE = Left(losses=1, absent=1)
"""What may go wrong together; each may befall either process, before and after any step."""


def twice(world: World) -> str | None:
    if world.taken > 1 + world.asked:
        return f"sent {world.taken} times, asked for {world.asked} times once more"
    return None


def stuck(world: World) -> str | None:
    """Whoever claimed it is at work on it, or others can see that he is gone."""
    row = world.row
    if row.state is not State.SENDING or not world.alive(row.claimant):
        return None
    working = [
        each
        for each in world.processes
        if each.at_work and (each.number, each.attempt) == (row.claimant, row.attempts)
    ]
    return None if working else "sending, and nobody is at it"


def in_doubt_for_nothing(world: World) -> str | None:
    """Somebody knows, and is about to say so; else nobody can."""
    row = world.row
    if row.state is not State.UNCERTAIN or row.attempts in world.lost or row.stream != world.stream:
        return None
    if any(each.at_work and each.attempt == row.attempts for each in world.processes):
        return None
    if world.sent > row.attempts:
        return None  # A table that was put back: somebody came further than it knows.
    return "uncertain, though it is known"


def counted_as_sent(world: World) -> str | None:
    if world.row.state is State.SENT and world.row.attempts not in world.accepted:
        return "sent, and its provider has not got it"
    if world.row.state is State.DELIVERED and not world.accepted:
        return "delivered, and its provider has not got it"
    return None


def halted_for_nothing(world: World) -> str | None:
    restored = world.backup is not None and not world.left.restore
    return "the channel is halted, and nothing was restored" if world.halted and not restored else None


RULES = (twice, stuck, in_doubt_for_nothing, counted_as_sent, halted_for_nothing)


def explored(guards: Guards, left: Left, *rules: Callable[[World], str | None]) -> tuple[int, str | None]:
    """How many worlds, and the shortest way to one that must not be."""
    first = World(left=left)
    came: dict[World, tuple[World, str] | None] = {first: None}
    waiting = deque([first])
    while waiting:
        world = waiting.popleft()
        for rule in rules:
            if (wrong := rule(world)) is not None:
                return len(came), f"{wrong}: {_way(came, world)}"
        for name, following in steps(world, guards):
            reached = renumbered(following)
            if reached not in came:
                came[reached] = (world, name)
                waiting.append(reached)
    return len(came), None


def _way(came: dict[World, tuple[World, str] | None], world: World) -> str:
    names = []
    while (before := came[world]) is not None:
        world, name = before
        names.append(name)
    return ", ".join(reversed(names))


@pytest.mark.parametrize(
    ("left", "at_least"),
    [(RESTORED, 25_000), (SETTLED, 90_000), (BROKEN, 8_000), (PUT_BACK, 8_000)],
)
def test_nothing_is_sent_twice_nor_forgotten(
    left: Left, at_least: int, record_property: Callable[[str, object], None]
) -> None:
    worlds, wrong = explored(Guards(), left, *RULES)
    record_property(PROPERTY, f"{worlds} states of sending explored: {left}")
    assert wrong is None, wrong
    assert worlds > at_least


@pytest.mark.parametrize(
    ("without", "left", "wrong"),
    [
        ("check", SETTLED, twice),
        ("own_attempt", LATE, twice),
        ("reads_sent", RESTORED._replace(crashes=0), twice),
        ("signed", SETTLED, twice),
        ("remembered", SETTLED, stuck),
        ("marked", RESTORED, twice),
        ("called", PUT_BACK, twice),
        # Of a claimant of an older version, which did not say that it called.
        ("called same_stream", BROKEN, twice),
        ("key_is_own", LATE, halted_for_nothing),
    ],
)
def test_each_guard_is_needed(without: str, left: Left, wrong: Callable[[World], str | None]) -> None:
    """Without it the same search finds a way."""
    _, way = explored(Guards()._replace(**dict.fromkeys(without.split(), False)), left, wrong)
    assert way is not None
    _log.warning("without %s: %s", without, way)
