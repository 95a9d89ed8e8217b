"""What was returned, the heads' summary, and how the subjects of these rules are written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.notifications.rules.report_subject import ReportSubject, SummarySubject, read_report_subject
from services.notifications.rules.report_summary import summary_demands
from services.notifications.rules.reports import report_demands, report_subjects
from services.notifications.rules.town import View
from tests.notifications.rules.winter import WINTER, at, demanded, moment, place, said, shown, town

RETURNED = {
    "number": "n-2",
    "at": at("01-12 10:00"),
    "column": "fines",
    "keeps_time_until": at("01-13 18:00"),
}


@pytest.mark.parametrize(
    ("given_", "consolidated", "told"),
    [
        (place("returned", "01-12 10:00", until="01-13 18:00", returned=RETURNED), [], True),
        (place("accepted", returned=RETURNED), [], True),
        (place("returned", "01-12 10:00", until="01-13 18:00", returned=RETURNED), ["6"], False),
        (place("withdrawn", "01-12 10:00", until="01-13 18:00"), [], False),
        (place("signed"), [], False),
    ],
    ids=["returned", "a correction returned", "closed", "withdrawn", "signed again"],
)
def test_who_is_told_of_a_return(given_: View, consolidated: list[str], told: bool) -> None:
    there = town({"4/v-mingyue": given_}, {"annex-4": consolidated})
    demands = [each for each in demanded(there, "4") if each.rule == "submission_returned"]
    assert said(demands) == (["01-12 10:00 submission_returned reporter"] if told else [])
    for demand in demands:
        assert (demand.facts["number"], demand.facts["until"]) == ("n-2", at("01-13 18:00"))
        assert shown(demand.until) == "01-13 18:00"


def test_the_heads_are_told_when_the_office_releases_it() -> None:
    subject = SummarySubject(WINTER, "4")
    places = {"4/v-mingyue": place("accepted"), "4/d-pingan": place("waiting_review"),
              "4/v-donghe": place("returned"), "3/v-donghe": place("accepted")}  # fmt: skip
    assert list(summary_demands(town(places), subject)) == []
    released = town(places, released={str(subject): moment("01-15 10:00")})
    (demand,) = summary_demands(released, subject)
    assert (said([demand]), shown(demand.until)) == (["01-15 10:00 report_summary heads"], "01-30 18:00")
    assert demand.facts == {
        "campaign": WINTER, "period": "4", "period_name": "第4期", "deadline": at("01-14 18:00"),
        "missing": 24, "filers": 26,
    }  # fmt: skip
    assert list(summary_demands(released, SummarySubject(WINTER, "5"))) == []


def test_no_summary_before_its_deadline() -> None:
    subject = SummarySubject(WINTER, "4")
    (demand,) = summary_demands(town(released={str(subject): moment("01-10 10:00")}), subject)
    assert shown(demand.due) == "01-14 18:00"


def test_every_form_has_a_subject() -> None:
    subjects = list(report_subjects(town(), WINTER))
    assert len(set(subjects)) == 8 * 26
    assert all(list(report_demands(town(), *subject)) for subject in subjects)
    assert list(report_subjects(town(), "elsewhere")) == []


@given(st.text(min_size=1), st.sampled_from(["1", "12", "final"]), st.text(min_size=1))
def test_a_subject_is_read_back(campaign: str, period: str, filer: str) -> None:
    for subject in (ReportSubject(campaign, period, filer), SummarySubject(campaign, period)):
        assert read_report_subject(str(subject)) == subject


@pytest.mark.parametrize("other", ["hazard/h-1", "log/registry", "report", "calendar/2027", "report/a/1/b/c"])
def test_other_subjects_are_not_read(other: str) -> None:
    assert read_report_subject(other) is None
