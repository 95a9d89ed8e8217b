"""Which facts are under way, waiting, overdue: bookkeeping with the time given."""

from typing import Any

from deploy.publishing.line import Key, Line
from deploy.publishing.outstanding import Outstanding
from deploy.publishing.tally import Tally


def line(number: int, key: str | None = None, type_name: str = "hazard.found") -> Line:
    return Line(number, Key("/s", key or str(number)), type_name, b"{}")


def receipt(key: str, outcome: str, **more: Any) -> dict[str, Any]:
    return {"source": "/s", "id": key, "outcome": outcome, **more}


def begun(*lines: Line) -> tuple[Tally, Outstanding]:
    tally = Tally()
    outstanding = Outstanding(tally)
    outstanding.begin(lines, now=0)
    return tally, outstanding


def test_final_receipts_are_counted_and_nothing_is_left() -> None:
    tally, outstanding = begun(line(1), line(2), line(3))
    outstanding.take(receipt("1", "accepted"), 1)
    outstanding.take(receipt("2", "duplicate"), 1)
    outstanding.take(receipt("3", "rejected", code="not_open", message="…"), 1)
    outstanding.take(receipt("unknown", "accepted"), 1)
    outstanding.give_up()
    assert (tally.accepted, tally.duplicate, tally.rejected) == (1, 1, 1)
    assert (tally.waiting, tally.unanswered, len(outstanding), outstanding.bytes) == (0, 0, 0, 0)
    assert tally.rejections[0].to_json()["line"] == 3


def test_a_repeated_line_is_sent_once_the_first_is_answered() -> None:
    tally = Tally()
    outstanding = Outstanding(tally)
    first, second = line(1, "a"), line(2, "a")
    assert outstanding.begin([first, second], 0) == [first]
    assert outstanding.take(receipt("a", "accepted"), 1) == second
    assert outstanding.take(receipt("a", "duplicate"), 2) is None
    assert (tally.accepted, tally.duplicate) == (1, 1)


def test_waiting_is_not_final() -> None:
    tally, outstanding = begun(line(1))
    outstanding.take(receipt("1", "waiting"), 1)
    assert (len(outstanding), outstanding.waiting, tally.decided) == (0, 1, 0)
    outstanding.take(receipt("1", "accepted"), 2)
    assert (outstanding.waiting, tally.accepted) == (0, 1)


def test_what_still_waits_is_counted_as_that_and_not_as_unanswered() -> None:
    tally, outstanding = begun(line(1), line(2), line(3))
    for key in ("1", "2"):
        outstanding.take(receipt(key, "waiting"), 1)
    assert [asked.number for asked in outstanding.ask_again(2)] == [1, 2]
    outstanding.take(receipt("1", "duplicate"), 3)
    outstanding.give_up()
    assert (tally.accepted, tally.waiting, tally.unanswered) == (1, 1, 1)


def test_of_two_services_answering_a_voiding_the_decision_counts() -> None:
    tally, outstanding = begun(line(1, type_name="fact.voided"))
    outstanding.take(receipt("1", "accepted"), 1)
    outstanding.take(receipt("1", "waiting"), 2)
    assert (tally.accepted, outstanding.waiting) == (1, 0)


def test_passed_over_facts_are_overdue_soon_silence_is_given_longer() -> None:
    _, outstanding = begun(line(1), line(2), line(3))
    outstanding.take(receipt("2", "accepted"), 1)
    assert outstanding.overdue(4.9) == []
    assert [late.number for late in outstanding.overdue(5.1)] == [1]
    assert outstanding.overdue(6) == []
    assert [late.number for late in outstanding.overdue(22)] == [3]


def test_a_slow_service_is_not_overtaken_by_the_quick_one() -> None:
    _, outstanding = begun(line(1), line(2, type_name="unit.graded"), line(3, type_name="fact.voided"))
    outstanding.take(receipt("2", "accepted"), 1)
    outstanding.take(receipt("3", "accepted"), 1)
    assert outstanding.overdue(10) == []


def test_what_is_refused_because_too_many_wait_is_sent_again_later() -> None:
    tally, outstanding = begun(line(1), line(2))
    outstanding.take(receipt("1", "rejected", code="too_many_waiting", message="…"), 1)
    outstanding.take(receipt("2", "waiting"), 1)
    assert (len(outstanding), tally.rejected) == (1, 0), "it keeps its place, so that no more is sent"
    assert outstanding.overdue(1.5) == []
    assert [each.number for each in outstanding.overdue(2.5)] == [1]
    outstanding.take(receipt("1", "accepted"), 3)
    assert (tally.accepted, tally.deferred, tally.resent, len(outstanding)) == (1, 1, 0, 0)


def test_but_not_for_ever() -> None:
    tally, outstanding = begun(line(1))
    now = 0.0
    while outstanding:
        now += 11
        outstanding.take(receipt("1", "rejected", code="too_many_waiting", message="…"), now)
        outstanding.overdue(now + 10.5)
    assert tally.rejected_by_code == {"too_many_waiting": 1}
