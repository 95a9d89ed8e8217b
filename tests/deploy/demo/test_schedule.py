"""The demonstration's past: in order, not beyond its start, and with every kind of story in it."""

from collections import defaultdict
from datetime import datetime, timedelta
from itertools import pairwise

import pytest

from deploy.demo.acts import Accept, Consolidate, Extend, Remind, Return, Send, SendUp, Sign, Step
from deploy.demo.schedule import beginning, schedule
from deploy.simulator.campaign_file import CAMPAIGN
from services.registry.campaign_file import read_campaign_file

TOWN = read_campaign_file(CAMPAIGN)
FILERS = {each.id for each in (*TOWN.villages, *TOWN.departments)}
START = datetime.fromisoformat("2025-01-16T10:00:00+08:00")
SETTLED, OPEN = ("1", "2", "3"), "4"


def signed(steps: list[Step], period: str) -> list[Sign]:
    return [step for step in steps if isinstance(step, Sign) and step.period == period]


def deadline(period: str) -> datetime:
    return TOWN.deadlines[int(period) - 1]


@pytest.fixture(scope="module")
def steps() -> list[Step]:
    return schedule(TOWN, START)


def test_it_is_the_same_each_time(steps: list[Step]) -> None:
    assert steps == schedule(TOWN, START)


@pytest.mark.parametrize(
    "start",
    ["2024-11-01T08:00", "2024-11-14T09:00", "2024-11-30T17:59", "2025-01-16T10:00", "2025-06-01T00:00"],
)
def test_it_begins_with_what_was_known_and_ends_with_all_that_was_sent(start: str) -> None:
    until = datetime.fromisoformat(f"{start}+08:00")
    steps = schedule(TOWN, until)
    assert all(earlier.at <= later.at for earlier, later in pairwise(steps))
    first = next(step for step in steps if isinstance(step, Send))
    assert first.at == min(until, beginning(TOWN))
    assert isinstance(steps[0], Send | Remind)
    assert Send(until) in steps
    assert max(step.at for step in steps) == until


def test_a_later_start_changes_nothing_of_what_is_settled_by_then(steps: list[Step]) -> None:
    later = schedule(TOWN, START + timedelta(days=40))
    for period in SETTLED:
        assert signed(steps, period) == signed(later, period)


@pytest.mark.parametrize("period", SETTLED)
def test_a_settled_period_has_every_kind_of_story(steps: list[Step], period: str) -> None:
    of_period = signed(steps, period)
    first = [step for step in of_period if step.edition == 1]
    in_time = [step for step in first if step.at < deadline(period)]
    assert len({step.filer for step in first}) == len(first) == len(FILERS) - 1
    assert len(in_time) == len(FILERS) - 3
    assert sum(step.at < deadline(period) - timedelta(hours=20) for step in in_time) == 5
    assert {step.late_reason for step in first if step not in in_time} == {"network_or_device", "on_leave"}
    assert sum(step.on_behalf for step in first) == sum(step.remark is not None for step in first) == 1
    (returned,) = (
        step for step in steps if isinstance(step, Return) and step.number.startswith(f"{period}-")
    )
    again = [step for step in of_period if step.edition == 2 and step.corrects is None]
    assert [step.number for step in again] == [f"{returned.number[:-1]}2"]
    corrections = [step for step in of_period if step.corrects is not None]
    assert len(corrections) == 2
    assert all(step.at > deadline(period) for step in corrections)


@pytest.mark.parametrize("period", SETTLED)
def test_a_settled_period_is_consolidated_once_all_is_accepted(steps: list[Step], period: str) -> None:
    of_period = [
        step for step in steps if not isinstance(step, Send | Remind | Return) and step.period == period
    ]
    (sheet,) = (step for step in of_period if isinstance(step, Consolidate) and step.edition == 1)
    accepted = {
        filer
        for step in of_period
        if isinstance(step, Accept) and step.at < sheet.at
        for filer in step.filers
    }
    assert accepted == {step.filer for step in signed(steps, period)}
    assert any(isinstance(step, SendUp) and step.at > sheet.at for step in of_period)


def test_the_latest_period_is_left_to_whoever_looks(steps: list[Step]) -> None:
    of_period = [
        step for step in steps if not isinstance(step, Send | Remind | Return) and step.period == OPEN
    ]
    assert not any(isinstance(step, Consolidate | SendUp) for step in of_period)
    (accepted,) = (step for step in of_period if isinstance(step, Accept))
    (extended,) = (step for step in of_period if isinstance(step, Extend))
    assert 0 < len(accepted.filers) < len(signed(steps, OPEN))
    assert extended.until > START
    assert extended.filer not in {step.filer for step in signed(steps, OPEN)}


def test_each_time_others_are_missing(steps: list[Step]) -> None:
    missing = defaultdict(list)
    for period in (*SETTLED, OPEN):
        extended = {step.filer for step in steps if isinstance(step, Extend) and step.period == period}
        for filer in FILERS - {step.filer for step in signed(steps, period)} - extended:
            missing[filer].append(period)
    assert sorted(periods for of_filer in missing.values() for periods in of_filer) == [*SETTLED, OPEN]
    assert len(missing) == 4


def test_somebody_of_either_annex_is_corrected(steps: list[Step]) -> None:
    kinds = {step.filer[:2] for step in steps if isinstance(step, Sign) and step.corrects is not None}
    assert kinds == {"v-", "d-"}


def test_in_the_last_week_people_are_reminded_as_the_rules_have_it(steps: list[Step]) -> None:
    moments = [step.at.strftime("%m-%d %H:%M:%S") for step in steps if isinstance(step, Remind)]
    assert moments[:4] == ["01-09 17:35:30", "01-10 09:00:30", "01-10 09:00:33", "01-10 17:35:30"]
    assert [each for each in moments if each.startswith(("01-12", "01-14"))] == [
        "01-12 17:35:30",
        "01-14 09:00:30",
        "01-14 09:00:33",
        "01-14 12:30:30",
        "01-14 14:00:30",
        "01-14 14:00:33",
        "01-14 17:35:30",
        "01-14 18:05:30",
        "01-14 18:05:33",
    ]
