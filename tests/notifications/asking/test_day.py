"""What etiquette makes of a day: moved, counted, muted, and what is urgent goes all the same. Pure."""

from datetime import date, datetime

import pytest

from services.notifications.dry_run.day import going_on
from services.notifications.planning.wanted import Wanted
from services.notifications.policy.policy import DEFAULT, read_policy
from services.notifications.recipients.directory import Directory
from services.notifications.reminders.key import Key
from services.notifications.rules.demand import Demand
from services.notifications.sending.muted import EVERYBODY, Mute, Muted
from tests.notifications.sending.town import at

POLICY = read_policy(DEFAULT)
WHO = "filer/v-1/reporter"
NOBODY = Muted()


def wanted(rule: str, due: str, subject: str = "hazard/h-1", channel: str = "email") -> Wanted:
    demand = Demand(rule, subject, at(due), ())
    return Wanted(Key("t", rule, subject, at(due), WHO, channel), demand, POLICY.rules[rule], ("reporter",))


def going(day: str, *all_: Wanted, muted: Muted = NOBODY) -> list[tuple[str, datetime | None, str | None]]:
    found = going_on(date.fromisoformat(day), all_, POLICY.etiquette, muted, Directory())
    return [(one.wanted.key.rule, one.goes, one.moved) for one in found]


@pytest.mark.parametrize(
    ("rule", "due", "goes", "moved"),
    [
        ("submission_returned", "2024-12-10T10:07", "2024-12-10T10:15", None),
        ("submission_returned", "2024-12-10T21:30", "2024-12-11T08:00", "quiet"),
        ("submission_returned", "2024-12-13T22:00", "2024-12-16T08:00", "rest_day"),
        ("hazard_date_near", "2024-12-14T09:00", "2024-12-16T08:00", "rest_day"),
        ("report_due_4_hours", "2024-12-14T14:00", "2024-12-14T14:00", None),
        ("major_found", "2024-12-14T23:00", "2024-12-14T23:00", None),
    ],
)  # fmt: skip
def test_when_it_goes(rule: str, due: str, goes: str, moved: str | None) -> None:
    one = wanted(rule, due)
    assert going(due[:10], one) == [(rule, at(goes), moved)]
    assert going(goes[:10], one) == [(rule, at(goes), moved)]
    assert going("2024-12-20", one) == []


def test_what_the_night_held_back_is_one_message() -> None:
    """Also what is never gathered by day."""
    night = [wanted("report_summary", "2024-12-09T22:00", f"summary/c/{number}") for number in range(4)]
    night.append(wanted("submission_returned", "2024-12-09T23:00"))
    found = going("2024-12-10", *night)
    assert {(goes, moved) for _, goes, moved in found} == {(at("2024-12-10T08:00"), "quiet")}
    by_day = [wanted("report_summary", "2024-12-10T09:00", f"summary/c/{number}") for number in range(4)]
    assert [moved for _, _, moved in going("2024-12-10", *by_day)] == [None, None, None, "enough_for_today"]


def test_a_fourth_message_waits_and_those_together_are_one() -> None:
    together = [wanted("hazard_date_near", "2024-12-10T09:00", f"hazard/{number}") for number in range(5)]
    later = [
        wanted("submission_returned", f"2024-12-10T{hour}:00", f"report/{hour}") for hour in (10, 11, 12)
    ]
    found = going("2024-12-10", *together, *later)
    assert [goes for _, goes, moved in found if moved is None] == [
        *[at("2024-12-10T09:00")] * 5, at("2024-12-10T10:00"), at("2024-12-10T11:00"),
    ]  # fmt: skip
    assert found[-1] == ("submission_returned", at("2024-12-11T08:00"), "enough_for_today")
    urgent = wanted("major_found", "2024-12-10T13:00")
    assert (urgent.key.rule, at("2024-12-10T13:00"), None) in going("2024-12-10", *together, *later, urgent)


def test_what_is_muted_does_not_go() -> None:
    due, day = "2024-12-13T09:00", "2024-12-13"
    own = Muted((Mute("rule/report_due", WHO, None),))
    assert going(day, wanted("report_due_day_before", due), muted=own) == [
        ("report_due_day_before", None, "muted")
    ]
    assert going(day, wanted("report_due_4_hours", due), muted=own)[0][2] is None
    over = Muted((Mute("subject/hazard/h-1", EVERYBODY, at("2024-12-13T08:59")),))
    assert going(day, wanted("hazard_date_near", due), muted=over)[0][2] is None
    office = Muted((Mute("subject/hazard/h-1", EVERYBODY, at("2024-12-20T00:00")),))
    assert going(day, wanted("hazard_date_near", due), muted=office)[0][1] is None
    assert going(day, wanted("major_found", due), muted=office)[0][1] == at(due)
    another = Muted((Mute("rule/hazard_date", "filer/v-2/reporter", None),))
    assert going(day, wanted("hazard_date_near", due), muted=another)[0][2] is None


def test_what_nobody_can_send_stands_on_the_call_list() -> None:
    one = wanted("hazard_date_near", "2024-12-14T09:00", channel="telephone")
    assert going("2024-12-14", one) == [("hazard_date_near", at("2024-12-14T09:00"), None)]
