"""Differences are explained to the last event: held against a walk that counts every state anew."""

from dataclasses import replace
from itertools import pairwise
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.reporting.counting.policy import POLICIES, Policy
from services.reporting.differences.explaining import Differences
from services.reporting.differences.report import Positions, Report
from shared.instant import microseconds
from tests.oracle.campaign import Size, campaign, mixed
from tests.oracle.recording import record
from tests.oracle.town_facts import CAMPAIGN as ORACLE_CAMPAIGN
from tests.oracle.town_facts import town_facts
from tests.reporting.differences.told import Figures, ToldTown, by_step, difference_of, moved
from tests.reporting.histories import Saying, histories, told
from tests.reporting.lineage.campaigns import TOWN, policies
from tests.reporting.story import CAMPAIGN, at, open_campaign
from tests.reporting.story import town as story_of_town

FRAME = len(story_of_town().logs["registry"])
"""Events that make the town of a history: organisations, officials, the campaign."""


def walked(town: ToldTown, start: Report, end: Report) -> dict[object, Figures]:
    """What every event after `start`'s positions moves up to `end`'s, at `start`'s policy and cut-off; then
    the other steps. Where `end` has all events of `start`."""
    positions = dict(start.positions)
    steps: dict[object, Figures] = {}

    def seen(at_positions: Positions, cutoff: Report, policy: Report) -> Figures:
        return town.figures(at_positions, cutoff.moment, policy.policy)

    before = seen(positions, start, start)
    for source in town.in_order():
        if start.positions[source.log] < source.position <= end.positions[source.log]:
            positions[source.log] = source.position
            after = seen(positions, start, start)
            steps[source] = difference_of(before, after)
            before = after
    cut = seen(end.positions, end, start)
    steps["cut_off"] = difference_of(before, cut)
    policy = difference_of(seen(start.positions, start, start), seen(start.positions, start, end))
    steps["policy"] = policy
    both = difference_of(cut, seen(end.positions, end, end))
    steps["interaction"] = difference_of(policy, both)
    return {step: moves for step, moves in steps.items() if moves}


def assert_adds_up(town: ToldTown, a: Report, b: Report) -> Differences:
    found = town.explained(a, b)
    before, after = (town.figures(each.positions, each.moment, each.policy) for each in (a, b))
    assert moved(found) == difference_of(before, after)
    for cell, difference in found.items():
        assert difference.from_ == before.get(tuple(cell), 0)
        assert difference.to == after.get(tuple(cell), 0)
        assert sum(part.weight for part in difference.parts) == difference.to - difference.from_
    return found


def negated(differences: Differences) -> list[tuple[object, ...]]:
    return [
        (cell, part.member, -part.weight, part.cause, part.events)
        for cell, each in sorted(differences.items())
        for part in reversed(each.parts)
    ]


def listed(differences: Differences) -> list[tuple[object, ...]]:
    return [
        (cell, part.member, part.weight, part.cause, part.events)
        for cell, each in sorted(differences.items())
        for part in each.parts
    ]


MOMENTS = st.sampled_from(["2024-06-02", "11-15", "12-01", "12-02", "12-15", "02-28", "03-01", "03-05"])


FRAME_CHANGES = st.lists(st.sampled_from(["kind", "filers", "window", "none"]), max_size=3)


def told_town(history: list[Saying], changes: list[str]) -> ToldTown:
    """With changes of what every mark may depend on, recorded last."""
    story = told(history)
    for change in changes:
        if change == "kind":
            story.tell("organisation.registered", "12-20", "d-a", name="甲村", kind="village")
        elif change == "filers":
            story.tell("organisation.registered", "12-21", "d-c", name="丙科", kind="department")
        elif change == "window":
            open_campaign(story, starts="12-01", ends="02-20")
    return ToldTown(story.logs, CAMPAIGN)


def drawn(data: st.DataObject, town: ToldTown, least: Positions) -> Report:
    positions = {log: data.draw(st.integers(least[log], last)) for log, last in town.positions.items()}
    return town.report(positions, microseconds(at(data.draw(MOMENTS))), data.draw(policies()))


@given(data=st.data(), history=histories(), changes=FRAME_CHANGES)
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_every_event_moves_what_counting_anew_says(
    data: st.DataObject, history: list[Saying], changes: list[str]
) -> None:
    town = told_town(history, changes)
    start = drawn(data, town, {"registry": FRAME, "hazards": 0})
    end = drawn(data, town, start.positions)
    if start.positions != end.positions:
        assert by_step(town.explained(start, end)) == walked(town, start, end)


@given(data=st.data(), history=histories(), changes=FRAME_CHANGES, same=st.booleans())
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_parts_add_up_from_anywhere_to_anywhere_and_back(
    data: st.DataObject, history: list[Saying], changes: list[str], *, same: bool
) -> None:
    town = told_town(history, changes)
    least = {"registry": FRAME, "hazards": 0}
    a, b, c = (drawn(data, town, least) for _ in range(3))
    if same:
        b = replace(b, positions=a.positions, taken=a.taken)
    found = assert_adds_up(town, a, b)
    assert listed(town.explained(b, a)) == negated(found)
    assert_sums(moved(found), moved(assert_adds_up(town, b, c)), moved(assert_adds_up(town, a, c)))


def assert_sums(one: Figures, two: Figures, both: Figures) -> None:
    sums = {cell: one.get(cell, 0) + two.get(cell, 0) for cell in {*one, *two}}
    assert {cell: change for cell, change in sums.items() if change} == both


@pytest.mark.parametrize("seed", range(6))
def test_of_independent_campaigns(seed: int) -> None:
    facts = mixed(campaign(seed, TOWN, Size()), Random(seed))
    logs = {name: log.envelopes for name, log in record([*town_facts(TOWN), *facts], TOWN.kinds).items()}
    town = ToldTown(logs, ORACLE_CAMPAIGN)
    choose = Random(seed)
    frame = town_positions(town)
    reports = [town.report(*_anything(choose, town, frame)) for _ in range(5)]
    for a, b in pairwise(reports):
        found = assert_adds_up(town, a, b)
        assert listed(town.explained(b, a)) == negated(found)


def town_positions(town: ToldTown) -> Positions:
    """From which on the campaign is known."""
    opened = next(e.position for e in town.logs["registry"] if e.type == "campaign.opened")
    return {"registry": opened, "hazards": 0}


def _anything(choose: Random, town: ToldTown, least: Positions) -> tuple[Positions, int, Policy]:
    positions = {log: choose.randint(least[log], last) for log, last in town.positions.items()}
    moment = microseconds(choose.choice(TOWN.deadlines))
    return positions, moment, POLICIES[choose.choice(("1", "2"))]
