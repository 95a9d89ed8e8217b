"""What counts as accounted for, and what was known when: tables."""

from datetime import timedelta
from typing import Any

import pytest

from services.notifications.recount.comparing import Debt, Row, missing
from services.notifications.recount.learnt import Learning, Moment
from services.notifications.recount.nightly import last_night
from services.notifications.recount.owed import Owed
from shared.instant import SHANGHAI
from shared.read_model.entry import Entry
from tests.notifications.rules.winter import moment

DUE = moment("12-14 18:05")
EARLIER, LATER = DUE - timedelta(days=9), DUE + timedelta(days=1)
OWED = Owed("report_overdue", "report/c/1/v-1", DUE, None, frozenset({("reporter", "v-1"), ("head", "v-1")}))


def row(recipient: str, *audience: str, state: str = "sent", reason: str | None = None) -> Row:
    return Row(OWED.rule, OWED.subject, DUE, recipient, frozenset(audience), state, reason, None)


BOTH = ("reporter", "head")


@pytest.mark.parametrize(
    ("rows", "still", "lacking"),
    [
        ([], False, ("head", "reporter")),
        ([row("filer/v-1/reporter", *BOTH)], False, ()),
        ([row("filer/v-1/reporter", "reporter")], False, ("head",)),
        ([row("list/safety-office/one", *BOTH, state="planned")], False, ()),
        ([row("filer/v-1/reporter", *BOTH, state="failed", reason="bounced")], False, ()),
        ([row("filer/v-1/reporter", *BOTH, state="failed")], False, ("head", "reporter")),
        ([row("filer/v-1/reporter", *BOTH, state="cancelled", reason="muted")], True, ()),
        ([row("filer/v-1/reporter", *BOTH, state="cancelled", reason="done")], False, ()),
        ([row("filer/v-1/reporter", *BOTH, state="cancelled", reason="done")], True, ("head", "reporter")),
    ],
)
def test_what_is_missing(rows: list[Row], still: bool, lacking: tuple[str, ...]) -> None:
    found = list(missing([Debt(OWED, still)], rows, {}))
    assert [each.seats for each in found] == ([lacking] if lacking else [])


@pytest.mark.parametrize(
    ("contacts", "lacking"),
    [
        ({"filer/v-1/reporter": EARLIER}, ("reporter",)),
        ({"filer/v-1/reporter": LATER}, ()),
        ({"filer/v-2/reporter": EARLIER}, ()),
        ({"list/safety-office/two": EARLIER}, ()),
    ],
    ids=["his own contact", "entered since", "another's", "of another seat"],
)
def test_where_it_is_certain_who_is_told_it_must_be_he(contacts: Any, lacking: tuple[str, ...]) -> None:
    rows = [row("filer/v-2/reporter", *BOTH)]
    found = list(missing([Debt(OWED, still=False)], rows, contacts))
    assert [each.seats for each in found] == ([lacking] if lacking else [])


def test_what_was_known_when() -> None:
    entries = [Entry(f"e.{number}", number, number, {}) for number in range(1, 6)]
    real = moment("12-01 10:00")

    def learnt(seconds: float, town: str) -> Moment:
        return Moment(real + timedelta(seconds=seconds), moment(town))

    learning = Learning(
        {
            "hazards": [
                (2, learnt(0, "12-01 10:00")),
                (4, learnt(100, "12-02 10:00")),
                (5, learnt(101, "12-02 10:01")),
            ]
        }
    )
    now = Moment(real + timedelta(days=1), moment("12-09 10:00"))
    stretches = list(learning.stretches(now, ("hazards", entries)))
    assert [([each.position for each in one.known[0]], one.is_last) for one in stretches] == [
        ([1], False), ([1, 2, 3], False), ([1, 2, 3, 4, 5], True),
    ]  # fmt: skip
    assert [one.ends for one in stretches] == [moment("12-01 10:00"), moment("12-02 10:00"), now.at]


@pytest.mark.parametrize(
    ("now", "night"),
    [("12-14 02:59", "12-13 03:00"), ("12-14 03:00", "12-14 03:00"), ("12-14 23:00", "12-14 03:00")],
)
def test_the_night_begins_at_three(now: str, night: str) -> None:
    assert last_night(moment(now)).astimezone(SHANGHAI) == moment(night)
