"""Two readings of one policy: whatever happened, the recount owes what the rules demand."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from services.notifications.recount.debts import Kept, owed_for_form, owed_for_hazard
from services.notifications.recount.forms import by_form
from services.notifications.recount.learnt import Learning, Moment
from services.notifications.recount.owed import Owed
from services.notifications.recount.technical import TECHNICAL, Standing, owed_for_trouble
from services.notifications.rules.calendar_missing import calendar_missing
from services.notifications.rules.demand import Demand
from services.notifications.rules.of_hazard import hazard_demands
from services.notifications.rules.reports import report_demands
from services.notifications.rules.technical import (
    budget_nearly_spent,
    channel_halted,
    log_stands_still,
    publisher_silent,
    shadow_rebuild,
    template_not_ready,
)
from services.notifications.subjects.filing import filing_view
from services.notifications.subjects.hazard import hazard_view
from shared.instant import SHANGHAI, microseconds, write_instant
from shared.read_model.entry import Entry
from tests.notifications.rules.hazard_town import OFFICIALS, ORGANISATIONS, POLICY, TOWN, UNIT
from tests.notifications.rules.test_hazard_stories import FINDS, STORIES, Story, entries_of, told
from tests.notifications.rules.winter import MINGYUE, WINTER, moment, town, winter

NOW = Moment(moment("02-25 10:00"), moment("02-25 10:00"))
SAID = [Entry("campaign.opened", 0, 1, dict(winter()))]


def kept(**filings: Sequence[Entry]) -> Kept:
    return Kept(
        POLICY, Learning({}), {WINTER: SAID}, filings,
        {id_: str(each["kind"]) for id_, each in ORGANISATIONS.items()},
        frozenset(id_ for id_, each in OFFICIALS.items() if each["offices"]),
        rung={}, released={}, contacts={}, since=moment("11-01 10:00"), now=NOW,
    )  # fmt: skip


def said(each: Owed | Demand) -> tuple[Any, ...]:
    seats = each.seats if isinstance(each, Owed) else {(str(one.seat), one.of) for one in each.audience}
    return each.rule, each.subject, each.due, each.until, tuple(sorted(seats))


def same(owed: Iterable[Owed], demanded: Iterable[Demand]) -> None:
    assert sorted(map(said, owed), key=str) == sorted(map(said, demanded), key=str)


@given(FINDS, STORIES)
def test_of_a_hazard(find: tuple[str, str], story: Story) -> None:
    entries = entries_of(told([("h-1", each) for each in story], find), "h-1")
    owed = owed_for_hazard(kept(), "h-1", entries, UNIT, {})
    same(owed, hazard_demands(TOWN, hazard_view("h-1", entries), UNIT))


DAYS = st.dates(date(2024, 11, 1), date(2025, 2, 20))
SINCE = st.builds(lambda day, hour: datetime.combine(day, time(hour), SHANGHAI), DAYS, st.integers(0, 23))


def test_every_technical_rule_is_recounted() -> None:
    assert set(TECHNICAL) == {name for name, rule in POLICY.rules.items() if rule.technical}


@given(SINCE, DAYS)
def test_of_what_is_wrong_with_the_deployment(since: datetime, needed: date) -> None:
    small, usual = kept().small({}), timedelta(hours=20)
    facts = {"first_needed": needed.isoformat(), "state": "审核中"}
    demanded = [
        log_stands_still("hazards", since),
        channel_halted("sms", since),
        budget_nearly_spent("sms/2025-01", since),
        calendar_missing(TOWN, 2026, since),
        shadow_rebuild("overdue", "", since),
        *publisher_silent(TOWN, "p-1", since, usual),
        *template_not_ready(TOWN, "report_due", "审核中", needed, since),
    ]
    same((owed_for_trouble(small, Standing(each.subject, since, facts)) for each in demanded), demanded)


ACTS = st.sampled_from(
    [
        "sign",
        "sign for the head",
        "correct",
        "review",
        "accept",
        "withdraw",
        "return",
        "extend",
        "consolidate",
    ]
)
Filing = Sequence[tuple[str, int, str, int]]
FILINGS = st.lists(
    st.tuples(ACTS, st.integers(1, 100), st.sampled_from(["1", "3", "4", "7"]), st.integers(0, 96)),
    max_size=14,
)


def filed(story: Filing) -> list[Entry]:
    """Plausible enough: each act on what was signed last for that period."""
    entries: list[Entry] = []
    signed: dict[str, list[str]] = {}
    at = moment("11-28 10:00")
    for act, hours, period, keeps in story:
        at += timedelta(hours=hours)
        numbers = signed.setdefault(period, [])
        data = _data(act, period, numbers, write_instant(at + timedelta(hours=keeps)))
        if data is not None:
            type_, more = data
            entries.append(Entry(type_, microseconds(at), len(entries) + 1, more))
    return entries


def _data(act: str, period: str, numbers: list[str], later: str) -> tuple[str, dict[str, Any]] | None:
    form = {"annex": "annex-4", "period": period, "filer": MINGYUE}
    if act in ("sign", "sign for the head", "correct"):
        corrects = {"corrects": numbers[-1]} if act == "correct" and numbers else {}
        review = {"review": "head"} if act == "sign for the head" else {}
        numbers.append(f"{period}-{len(numbers)}")
        return "submission.signed", form | {"number": numbers[-1]} | corrects | review
    match act:
        case "extend":
            return "extension.granted", {"period": period, "filer": MINGYUE, "until": later}
        case "consolidate":
            return "consolidation.signed", {"annex": "annex-4", "period": period}
    if not numbers:
        return None
    names = {"review": "reviewed", "accept": "accepted", "withdraw": "withdrawn", "return": "returned"}
    keeps = {"keeps_time_until": later} if act in ("withdraw", "return") else {}
    column = {"column": "fines"} if act == "return" else {}
    return f"submission.{names[act]}", {"number": numbers[-1]} | keeps | column


@given(FILINGS)
def test_of_a_form(story: Filing) -> None:
    entries = filed(story)
    view = filing_view(WINTER, entries)
    there = town(view["places"], view["consolidated"])
    consolidations = [each for each in entries if each.type == "consolidation.signed"]
    for period in ("1", "3", "4", "7", "final"):
        subject = f"report/{WINTER}/{period}/{MINGYUE}"
        of_form = [*by_form(entries).get((period, MINGYUE), []), *consolidations]
        owed = owed_for_form(kept(), subject, period, MINGYUE, SAID, of_form)
        same(owed, report_demands(there, WINTER, period, MINGYUE))
