"""Whether a report may be signed: given what was signed before, when asked, then frozen or refused."""

from typing import Any

import pytest

from services.reporting.filing.completeness import reported
from services.reporting.filing.reviewing import return_, withdraw
from services.reporting.filing.signing import Signing, content, falls, refuse_to_sign
from services.reporting.filing.state import Filing, Submission, evolve
from services.reporting.filing.timeliness import is_on_time
from shared.events.base import Event
from shared.events.reporting import EventAt, RemarkOnCell, ShownWarning, SubmissionAccepted, SubmissionSigned
from shared.problems import Rejected
from tests.reporting.filing.signings import moment, periods, person, signing


def signed(filing: Filing, asked: Signing, before: Submission | None = None) -> Filing:
    refuse_to_sign(filing, asked, before)
    made = content(filing, asked, before, {})
    fields = {name: getattr(made, name) for name in type(made).model_fields}
    event = SubmissionSigned(**fields, key_id="k", signature="c2ln", paper_signature="c2ln")
    return evolve(filing, event, filing.version + 1, asked.signed_at)


def refusal(filing: Filing, asked: Signing, before: Submission | None = None) -> str:
    with pytest.raises(Rejected) as refused:
        refuse_to_sign(filing, asked, before)
    return refused.value.code


def after(filing: Filing, event: Event, now: str = "12-15") -> Filing:
    return evolve(filing, event, filing.version + 1, moment(now))


def accepted(filing: Filing, number: str) -> Filing:
    event = SubmissionAccepted(campaign_id="winter", number=number, by=person("李雷", "safety-office"))
    return after(filing, event)


@pytest.mark.parametrize(
    ("now", "code"),
    [
        ("11-30 17:59:59.999999", "period_not_open"),
        ("12-14 17:59:59.999999", None),
        ("12-14 18:00", "late_needs_reason"),
        ("2025-02-01", "late_needs_reason"),
    ],
)
def test_the_edges_of_a_period(now: str, code: str | None) -> None:
    asked = signing(now=now)
    assert (None if code is None else refusal(Filing(), asked)) == code
    if code is None:
        assert signed(Filing(), asked).submissions["2-d-a-1"].stands


@pytest.mark.parametrize(
    ("until", "code"),
    [
        ("12-14 09:00", None),
        ("12-13 09:00", None),
        ("12-13 08:59:59.999999", "report_outdated"),
        ("12-14 09:00:00.000001", "cutoff_not_allowed"),
        ("11-30 18:00", "cutoff_not_allowed"),
    ],
)
def test_the_cutoff_is_the_moment_it_was_prepared(until: str, code: str | None) -> None:
    """`09:00` is when it is signed."""
    asked = signing(occurred_until=moment(until))
    if code is None:
        refuse_to_sign(Filing(), asked, None)
    else:
        assert refusal(Filing(), asked) == code


def test_signed_late_the_cutoff_stays_the_deadline() -> None:
    late: dict[str, Any] = {"now": "12-15 09:00", "late_reason": "holiday"}
    refuse_to_sign(Filing(), signing(**late), None)
    early = signing(**late, occurred_until=moment("12-14 17:00"))
    assert refusal(Filing(), early) == "cutoff_not_allowed"


def test_what_keeps_its_time_is_not_late_and_asked_for_no_reason() -> None:
    """Returned after the deadline, and signed again before 18:00 of the next working day."""
    filing = signed(Filing(), signing(now="12-14 17:59:59.999999"))
    by, until = person("李雷", "safety-office"), moment("12-17 18:00")
    filing = after(filing, return_(filing, "winter", "2-d-a-1", by, until, "请核对", None), "12-16")
    for again in (signing(now="12-17 18:00"), signing(now="12-20")):
        assert refusal(filing, again) == "late_needs_reason"
    filing = signed(filing, signing(now="12-17 17:59:59.999999"))
    assert is_on_time(filing.of("2", "d-a"), periods()["2"].deadline)


def test_to_the_last_microsecond_before_the_deadline_it_is_on_time() -> None:
    for now, reason, on_time in (("12-14 17:59:59.999999", None, True), ("12-14 18:00", "holiday", False)):
        filing = signed(Filing(), signing(now=now, late_reason=reason))
        assert is_on_time(filing.of("2", "d-a"), periods()["2"].deadline) == on_time
        assert reported(filing, periods()["2"], "d-a", moment("12-15")).on_time == on_time


def test_the_closing_report_opens_at_the_windows_end() -> None:
    final = periods()["final"]
    assert (final.name, final.opens, final.cutoff) == (
        "终报（截至2月28日）",
        moment("03-01"),
        moment("03-01"),
    )
    assert refusal(Filing(), signing("final", now="02-28 23:59")) == "period_not_open"
    asked = signing("final", now="03-03 09:00", occurred_until=final.cutoff)
    assert signed(Filing(), asked).submissions["final-d-a-1"].stands


def test_nothing_is_signed_over_an_open_error() -> None:
    error = ShownWarning(code="x", level="error", message="重大隐患多于隐患总数", zh="重大隐患多于隐患总数")
    assert refusal(Filing(), signing(warnings=[error])) == "open_error"
    warning = ShownWarning(code="x", level="warning", message="尚未分级", zh="尚未分级")
    refuse_to_sign(Filing(), signing(warnings=[warning]), None)


@pytest.mark.parametrize(
    "said", [{"late_reason": "holiday"}, {"late_note": "停电"}, {"correction_reason": "漏录"}]
)
def test_nothing_is_signed_that_does_not_hold_for_the_report(said: dict[str, Any]) -> None:
    """On time, and no correction."""
    assert refusal(Filing(), signing(**said)) == "invalid_request"


def test_a_remark_stands_beside_a_cell_of_the_form() -> None:
    nowhere = RemarkOnCell(column="referred_to_town", text="含一条口头移送")
    assert refusal(Filing(), signing(remarks=[nowhere])) == "not_found"
    beside, of_all = RemarkOnCell(column="hazards_found", text="含夜查"), RemarkOnCell(text="数据已核对")
    refuse_to_sign(Filing(), signing(remarks=[beside, of_all]), None)


def test_each_fall_needs_a_reason_and_a_rise_none() -> None:
    filing = signed(Filing(), signing("1", now="11-29"))
    before = filing.submissions["1-d-a-1"]
    asked = signing(figures={"hazards_found": 5, "hazards_closed": 1})
    assert falls(before, asked.figures) == {"hazards_closed": 1}
    assert refusal(filing, asked, before) == "fall_needs_reason"
    for_another = signing(figures=asked.figures, fall_reasons={"hazards_found": "x"})
    assert refusal(filing, for_another, before) == "fall_needs_reason"
    explained = signing(figures=asked.figures, fall_reasons={"hazards_closed": "回头看未通过"})
    (fall,) = signed(filing, explained, before).submissions["2-d-a-1"].signed.falls
    assert (fall.column, fall.by, fall.reason) == ("hazards_closed", 1, "回头看未通过")


def test_of_a_large_fall_the_first_events_are_listed_and_the_rest_counted() -> None:
    filing = signed(Filing(), signing("1", now="11-29"))
    before = filing.submissions["1-d-a-1"]
    asked = signing(figures={"hazards_found": 0, "hazards_closed": 2}, fall_reasons={"hazards_found": "合并"})
    events = [EventAt(log="hazards", position=position) for position in range(1, 1_001)]
    (fall,) = content(filing, asked, before, {"hazards_found": events}).falls
    assert (len(fall.events), fall.more) == (200, 800)


def test_equal_to_the_last_one_it_needs_the_tick_and_only_then() -> None:
    filing = signed(Filing(), signing("1", now="11-29"))
    before = filing.submissions["1-d-a-1"]
    assert refusal(filing, signing(), before) == "unchanged_needs_tick"
    refuse_to_sign(filing, signing(unchanged=True), before)
    changed = signing(unchanged=True, figures={"hazards_found": 4, "hazards_closed": 2})
    assert refusal(filing, changed, before) == "figures_changed"
    assert refusal(Filing(), signing(unchanged=True)) == "figures_changed"


def test_the_first_rule_that_is_broken_is_told() -> None:
    """State before time, time before figures, figures before errors."""
    filing = signed(Filing(), signing())
    assert refusal(filing, signing(now="12-15", digest_seen="other")) == "already_signed"
    assert refusal(Filing(), signing(now="12-15", digest_seen="other")) == "late_needs_reason"
    error = ShownWarning(code="x", level="error", message="错误", zh="错误")
    assert refusal(Filing(), signing(digest_seen="other", warnings=[error])) == "figures_changed"


def test_a_correction_takes_the_place_of_an_accepted_one_alone() -> None:
    filing = signed(Filing(), signing())
    until = periods()["2"].cutoff
    correcting: dict[str, Any] = {"now": "12-20", "corrects": "2-d-a-1", "correction_reason": "漏录"}
    correcting |= {"occurred_until": until, "figures": {"hazards_found": 4, "hazards_closed": 2}}
    before = filing.submissions["2-d-a-1"]
    assert refusal(filing, signing(**correcting), before) == "correct_by_returning"
    filing = accepted(filing, "2-d-a-1")
    assert refusal(filing, signing(**correcting | {"correction_reason": None}), before) == (
        "correction_needs_reason"
    )
    assert refusal(filing, signing(**correcting | {"corrects": "2-d-a-2"}), before) == "not_standing"
    corrected = signed(filing, signing(**correcting), before)
    assert corrected.submissions["2-d-a-1"].corrected_by == "2-d-a-2"
    assert corrected.standing("2", "d-a") is corrected.submissions["2-d-a-2"]
    assert refusal(corrected, signing(**correcting), before) == "not_standing"


def test_what_was_accepted_stands_again_when_its_correction_is_withdrawn() -> None:
    """Nobody takes an accepted report away by correcting it and withdrawing the correction."""
    filing = accepted(signed(Filing(), signing()), "2-d-a-1")
    correcting: dict[str, Any] = {
        "corrects": "2-d-a-1", "correction_reason": "漏录", "occurred_until": periods()["2"].cutoff,
        "figures": {"hazards_found": 4, "hazards_closed": 2},
    }  # fmt: skip
    before = filing.submissions["2-d-a-1"]
    filing = signed(filing, signing(now="12-20", **correcting), before)
    filing = after(filing, withdraw(filing, "winter", "2-d-a-2", person(), moment("12-23")), "12-20")
    assert (filing.standing("2", "d-a"), filing.submissions["2-d-a-2"].status) == (before, "withdrawn")
    line = reported(filing, periods()["2"], "d-a", moment("12-31"))
    assert (line.state, line.on_time, line.submission) == ("accepted", True, before)
    again = signed(filing, signing(now="12-30", **correcting), before)
    assert again.submissions["2-d-a-1"].corrected_by == "2-d-a-3"
    assert is_on_time(again.of("2", "d-a"), periods()["2"].deadline)


def test_a_withdrawn_correction_changes_nothing_of_the_time_that_is_kept() -> None:
    filing = accepted(signed(Filing(), signing()), "2-d-a-1")
    correcting = signing(
        now="12-20", corrects="2-d-a-1", correction_reason="漏录", occurred_until=periods()["2"].cutoff,
        figures={"hazards_found": 4},
    )  # fmt: skip
    filing = signed(filing, correcting, filing.submissions["2-d-a-1"])
    filing = after(filing, withdraw(filing, "winter", "2-d-a-2", person(), moment("12-23 18:00")), "12-20")
    by, until = person("李雷", "safety-office"), moment("12-31 18:00")
    filing = after(filing, return_(filing, "winter", "2-d-a-1", by, until, "请核对", None), "12-30")
    line = reported(filing, periods()["2"], "d-a", moment("12-31"))
    assert (line.state, line.on_time) == ("returned", True)
    filing = signed(filing, signing(now="12-31", late_reason="other", late_note="退回"))
    assert is_on_time(filing.of("2", "d-a"), periods()["2"].deadline)
