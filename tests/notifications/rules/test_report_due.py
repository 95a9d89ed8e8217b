"""Before a deadline: on which days, to whom, at most once a day, and nothing that was done already."""

from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.notifications.rules.periods import periods_of
from shared.calendar.working_days import is_working_day
from shared.instant import SHANGHAI, write_instant
from tests.notifications.rules.winter import (
    MINGYUE,
    at,
    demanded,
    moment,
    place,
    said,
    shown,
    town,
    winter,
)

MOMENTS = st.integers(0, 4 * 365 * 24 * 60).map(
    lambda minutes: moment("11-01 00:00") + timedelta(minutes=minutes)
)
THREE, BEFORE, FOUR = "report_due_3_days", "report_due_day_before", "report_due_4_hours"


@pytest.mark.parametrize(
    ("period", "days", "deadline"),
    [
        ("1", ["11-27", "11-29"], "11-30"),
        ("2", ["12-11", "12-13"], "12-14"),
        ("3", ["12-27"], "12-30"),
        ("4", ["01-10", "01-13"], "01-14"),
        ("5", ["01-27"], "01-30"),
        ("6", ["02-11", "02-13"], "02-14"),
        ("7", ["02-25", "02-27"], "02-28"),
        ("final", ["03-04", "03-06"], "03-07"),
    ],
)
def test_the_days_of_the_winter(period: str, days: list[str], deadline: str) -> None:
    rules = [THREE, BEFORE][-len(days) :]
    expected = [f"{day} 09:00 {rule} reporter" for day, rule in zip(days, rules, strict=True)]
    before = [each for each in demanded(town(), period) if each.rule.startswith("report_due")]
    assert said(before) == [*expected, f"{deadline} 14:00 {FOUR} reporter"]
    assert [shown(each.until) for each in before] == [
        *(shown(each.due) for each in before[1:]), f"{deadline} 18:00"
    ]  # fmt: skip


def test_what_it_says() -> None:
    first = demanded(town(), "4")[0]
    assert first.subject == "report/dasheng-2024-winter/4/v-mingyue"
    assert first.audience[0].of == MINGYUE
    assert first.facts == {
        "campaign": "dasheng-2024-winter", "period": "4", "period_name": "第4期", "filer": "v-mingyue",
        "filer_name": "明月村", "deadline": at("01-14 18:00"), "annex": "annex-4",
    }  # fmt: skip
    assert demanded(town(), "final", "d-pingan")[0].facts["period_name"] == "终报"


@pytest.mark.parametrize(("period", "holiday"), [("1", False), ("3", False), ("5", True)])
def test_before_a_holiday_it_says_so_once(period: str, holiday: bool) -> None:
    """第3期 is due after a plain weekend."""
    saying = [each.rule for each in demanded(town(), period) if "last_working_day" in each.facts]
    assert saying == ([BEFORE] if holiday else [])


@pytest.mark.parametrize(
    ("given_", "then"),
    [
        (place("signed"), []),
        (place("accepted"), []),
        (place("waiting_review", "01-12 10:00"), [f"01-13 09:00 {BEFORE} head", f"01-14 14:00 {FOUR} head"]),
        (place("waiting_review", "01-12 10:00", corrects="n-0"), []),
        (
            place("withdrawn", "01-10 15:00", until="01-13 18:00"),
            [f"01-13 09:00 {BEFORE} reporter", f"01-14 14:00 {FOUR} reporter"],
        ),
        (place("withdrawn", "01-14 15:00", until="01-15 18:00"), [f"01-15 14:00 {FOUR} reporter"]),
        (place("none", extended="01-20 18:00"), []),
    ],
    ids=["signed", "accepted", "waits for its head", "a correction waits", "withdrawn", "late", "延期"],
)
def test_where_the_form_stands(given_: dict[str, object], then: list[str]) -> None:
    before = demanded(town({"4/v-mingyue": given_}), "4")
    assert said(each for each in before if each.rule.startswith("report_due")) == then


def test_another_town_of_periods() -> None:
    """Nothing before a period opens; a deadline at noon has its four hours, one at midnight its day."""
    close = winter(deadlines=[at("12-10 12:00"), at("12-12 00:00")], final_due=None)
    assert [said(demanded(town(campaign=close), key))[:3] for key in ("1", "2")] == [
        [f"12-06 09:00 {THREE} reporter", f"12-09 09:00 {BEFORE} reporter", f"12-10 08:00 {FOUR} reporter"],
        [
            f"12-11 14:00 {FOUR} reporter",
            "12-12 09:00 report_escalated member",
            "12-12 09:00 report_overdue reporter+head+safety_office",
        ],
    ]


@pytest.mark.parametrize(("period", "filer"), [("9", MINGYUE), ("1", "v-elsewhere"), ("x", MINGYUE)])
def test_nothing_of_what_the_campaign_does_not_know(period: str, filer: str) -> None:
    assert demanded(town(), period, filer) == []


def test_months_without_a_30th_are_data() -> None:
    periods = periods_of(winter())
    assert [shown(each.deadline) for each in periods[-2:]] == ["02-28 18:00", "03-07 18:00"]
    assert periods[-1].opens == moment("03-01 00:00")
    assert periods_of({"id": "taken back"}) == ()


@given(MOMENTS, st.integers(1, 10))
def test_at_most_one_a_day_and_none_on_rest_days(due: datetime, early: int) -> None:
    campaign = winter(
        starts=write_instant(due - timedelta(days=60)), deadlines=[write_instant(due)], final_due=None
    )
    there = town(campaign=campaign)
    rules = there.policy.rules | {THREE: there.policy.rules[THREE].model_copy(update={"days": early})}
    there = replace(there, policy=there.policy.model_copy(update={"rules": rules}))
    before = [each for each in demanded(there, "1") if each.rule.startswith("report_due")]
    days = [each.due.astimezone(SHANGHAI).date() for each in before]
    assert max(Counter(days).values()) == 1
    assert all(is_working_day(day) for day, each in zip(days, before, strict=True) if each.rule != FOUR)
    assert [each.rule for each in before][-1] == FOUR
    assert all(each.until is not None and each.due < each.until <= due for each in before)
