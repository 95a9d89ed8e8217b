"""When what is due goes out: known, polite, as of when."""

from dataclasses import replace
from datetime import timedelta

import pytest

from services.notifications.policy.policy import DEFAULT, read_policy
from services.notifications.reminders.row import Reminder
from services.notifications.reminders.states import State
from services.notifications.sending.judging import Circumstances, Ended, Go, Later, judge
from tests.notifications.sending.town import at

POLICY = read_policy(DEFAULT)
DUE = at("2024-12-14T14:00")
"""A Saturday."""
ROW = Reminder(
    "a", "500112143", "report_due_4_hours", "report/c/1/v", DUE, "filer/v/reporter", "sms", 1, ("reporter",),
    {}, False, False, at("2024-12-14T18:00"), State.PLANNED, None, DUE, 0, None, None, None, None, DUE, DUE,
    None, None, None, None, None, None, None, None,
)  # fmt: skip
KNOWN = Circumstances(
    DUE, POLICY.rules["report_due_4_hours"], POLICY.etiquette, at_head=True, closed=DUE, sent_today=0
)


def of(rule: str, moment: str, **more: object) -> Circumstances:
    changed = replace(KNOWN, now=at(moment), rule=POLICY.rules[rule], closed=at(moment))
    return replace(changed, **more)  # type: ignore[arg-type]  # of a test


@pytest.mark.parametrize(
    ("rule", "moment", "wakes", "why"),
    [
        ("hazard_date_near", "2024-12-16T07:59", "2024-12-16T08:00", "quiet"),
        ("hazard_date_near", "2024-12-16T21:00", "2024-12-17T08:00", "quiet"),
        ("hazard_date_near", "2024-12-14T10:00", "2024-12-16T08:00", "rest_day"),
        # before the Spring Festival, of eight days
        ("hazard_date_near", "2025-01-28T10:00", "2025-02-05T08:00", "rest_day"),
        ("report_due_4_hours", "2024-12-14T22:00", "2024-12-15T08:00", "quiet"),
    ],
)
def test_put_off(rule: str, moment: str, wakes: str, why: str) -> None:
    row = replace(ROW, until=None)
    assert judge(row, of(rule, moment)) == Later(at(wakes), why)


@pytest.mark.parametrize("moment", ["2024-12-14T14:00", "2024-12-16T08:00", "2024-12-16T20:59"])
def test_four_hours_go_out_on_a_rest_day_too(moment: str) -> None:
    assert judge(replace(ROW, until=None), of("report_due_4_hours", moment)) == Go()


@pytest.mark.parametrize("moment", ["2024-12-14T03:00", "2024-12-16T23:00", "2025-01-30T12:00"])
def test_what_is_urgent_waits_for_nothing(moment: str) -> None:
    assert judge(replace(ROW, until=None), of("major_found", moment, at_head=False, sent_today=9)) == Go()


def test_enough_for_a_day() -> None:
    seen = of("report_due_4_hours", "2024-12-14T14:00", sent_today=3)
    assert judge(ROW, seen) == Later(at("2024-12-15T08:00"), "enough_for_today")


def test_overtaken() -> None:
    assert judge(ROW, of("report_due_4_hours", "2024-12-14T18:00")) == Ended("overtaken")


def test_muted() -> None:
    assert judge(ROW, of("report_due_4_hours", "2024-12-14T14:00", muted=True)) == Ended("muted")


def test_nothing_leaves_before_the_logs_were_read() -> None:
    seen = replace(KNOWN, at_head=False)
    assert judge(ROW, seen) == Later(DUE + timedelta(seconds=2), "catching_up")


def test_not_submitted_is_said_once_reporting_is_closed_or_as_of_when_it_was() -> None:
    behind = replace(KNOWN, closed=at("2024-12-14T13:52"))
    assert judge(ROW, behind) == Later(DUE + timedelta(seconds=2), "reporting_not_closed")
    later = replace(behind, now=DUE + timedelta(minutes=10))
    assert judge(ROW, later) == Go(at("2024-12-14T13:52"))


def test_what_is_late_says_as_of_when_it_was_known() -> None:
    stood_still = replace(KNOWN, now=DUE + timedelta(hours=1), closed=DUE + timedelta(minutes=5))
    assert judge(ROW, stood_still) == Go(DUE + timedelta(minutes=5))
    assert judge(ROW, replace(stood_still, closed=stood_still.now - timedelta(seconds=2))) == Go()


def test_a_halted_channel_holds_even_the_urgent() -> None:
    seen = of("major_found", "2024-12-14T14:00", halted=True)
    assert judge(ROW, seen) == Later(DUE + timedelta(minutes=1), "halted")
