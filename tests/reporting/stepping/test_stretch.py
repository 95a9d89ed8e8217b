"""Stepping from the rows of a service: each step leads from the form before it to the form with it."""

from collections.abc import Mapping
from itertools import pairwise

import pytest

from services.reporting.counting.columns import FILER_KINDS, columns_of
from services.reporting.differences.frame import Cell
from services.reporting.differences.scope import Scope
from services.reporting.stepping.near import Near, near
from services.reporting.stepping.reading_near import LOOKED_AT
from services.reporting.stepping.stretch import STEPS, Step, Stretch, stretch_of
from services.reporting.subjects.kept import LOG_OF_KIND, entry_of
from services.reporting.subjects.references import Named
from shared.events.stream_id import StreamId
from shared.instant import microseconds
from shared.read_model.entry import Entry
from tests.reporting.story import CAMPAIGN, TOWN, Story
from tests.reporting.two_towns import ELSEWHERE, two_towns

STORY = two_towns()
LAST = STORY.positions
OPENED = max(event.position for event in STORY.logs["registry"] if event.type == "campaign.opened")
FILERS = {"annex-3": ("d-a", "d-b"), "annex-4": ("v-e", "v-w")}


def subjects(story: Story, township: str) -> dict[Named, list[Entry]]:
    found: dict[Named, list[Entry]] = {}
    for events in story.logs.values():
        for event in events:
            town, kind, subject = StreamId.parse(event.stream)
            entry = entry_of(event)
            if town == township and kind in LOG_OF_KIND and entry is not None:
                found.setdefault((kind, subject), []).append(entry)
    return found


def around(at: Mapping[str, int], looked_at: int | None = None) -> Near:
    most = LOOKED_AT if looked_at is None else looked_at
    times = {
        log: {
            event.position: microseconds(event.recorded)
            for event in events
            if at[log] - most < event.position <= at[log] + most
        }
        for log, events in STORY.logs.items()
    }
    return near(times, at, LAST)


def stretch(at: Mapping[str, int], township: str = TOWN, looked_at: int | None = None) -> Stretch:
    campaign = STORY.campaign()
    scope = Scope(CAMPAIGN, tuple(FILER_KINDS), None)
    seen = campaign.ends, "1"
    return stretch_of(subjects(STORY, township), at, around(at, looked_at), scope, seen)


def figures(positions: Mapping[str, int]) -> dict[Cell, int]:
    found = STORY.figures(positions=dict(positions))
    cells = {
        Cell(annex, filer, column.key): found.cell(filer, column.key)
        for annex, filers in FILERS.items()
        for filer in filers
        for column in columns_of(annex)
    }
    for annex in FILERS:
        totals = found.distinct_row(annex).items()
        cells |= {Cell(annex, "total:distinct", column): value for column, value in totals}
    return cells


def of_filers(step: Step) -> dict[Cell, tuple[int, int]]:
    told = {cell: move for cell, move in step.moves.items() if cell.filer[:2] in ("d-", "v-")}
    told |= {cell: move for cell, move in step.moves.items() if cell.filer == "total:distinct"}
    return {cell: (move.from_, move.to) for cell, move in told.items() if move.from_ != move.to}


@pytest.mark.parametrize("hazards", [0, 7, LAST["hazards"] // 2, LAST["hazards"]])
def test_from_one_form_to_the_next(hazards: int) -> None:
    at = {"registry": LAST["registry"], "hazards": hazards}
    found = stretch(at)
    steps = [*found.before, *found.after]
    assert steps
    assert found.before_that is None or len(found.before) in range(1, STEPS + 1)
    points = [step.positions for step in steps]
    start = points[0] if found.before_that is None else found.before_that
    for before, step in zip([start, *points], steps, strict=False):
        if before["registry"] < OPENED:
            continue
        then, now = figures(before), figures(step.positions)
        expected = {cell: (then[cell], now[cell]) for cell in now if then[cell] != now[cell]}
        assert of_filers(step) == expected, step


def test_steps_stand_in_the_order_in_which_they_were_recorded_and_are_of_one_town() -> None:
    at = {"registry": OPENED + 3, "hazards": 2}
    for town in (TOWN, ELSEWHERE):
        found = stretch(at, town)
        steps = [*found.before, *found.after]
        assert all(a.recorded < b.recorded or a.log < b.log for a, b in pairwise(steps))
        known = {(log, event.position) for log, events in STORY.logs.items() for event in events
                 if event.township == town}  # fmt: skip
        assert {(step.log, step.position) for step in steps} <= known


def test_back_and_on_meet_again() -> None:
    """The step that follows the point before is the one that led to the point."""
    at = {"registry": LAST["registry"], "hazards": 12}
    here = stretch(at)
    back = stretch(here.before[-2].positions)
    assert back.after[0].positions == here.before[-1].positions
    assert back.after[0].moves == here.before[-1].moves
    assert not stretch(LAST).after


def test_where_nothing_of_the_town_is_near_it_says_where_to_look_on() -> None:
    """The other town's facts stand between: a few positions of each log are looked at."""
    own = [event.position for event in STORY.logs["hazards"] if event.township == TOWN]
    gap = next(a for a, b in pairwise(own) if b - a > 3)
    at = {"registry": LAST["registry"], "hazards": gap}
    point, seen = dict(at), 0
    while not (found := stretch(point, looked_at=2)).after:
        assert found.beyond is not None
        assert found.beyond != point
        point, seen = dict(found.beyond), seen + 1
    assert seen > 0
    assert found.after[0].position == next(each for each in own if each > gap)


def test_no_log_is_taken_further_than_the_other_was_looked_at() -> None:
    at = {"registry": 0, "hazards": 0}
    found = around(at, looked_at=3)
    horizon = min(microseconds(events[2].recorded) for events in STORY.logs.values())
    assert found.horizon == horizon
    assert all(found.covers(each) == (each <= horizon) for each in (horizon, horizon + 1))
