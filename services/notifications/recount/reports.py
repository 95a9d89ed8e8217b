"""What is owed for one form, or for a period's summary: the recount's own reading of the policy. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain, repeat
from typing import Any

from services.notifications.recount.forms import Standing
from services.notifications.recount.owed import Owed, Seats, Small, last_day, local_day
from shared.calendar.working_days import is_working_day, next_working_day, working_day_before
from shared.instant import parse_instant

_OFFICE = ("safety_office", "")


@dataclass(frozen=True, slots=True)
class Term:
    """A period, as a campaign states it."""

    key: str
    opens: datetime
    deadline: datetime
    next_deadline: datetime | None


def terms(campaign: Mapping[str, Any]) -> list[Term]:
    stated = sorted(parse_instant(each) for each in campaign.get("deadlines", ()))
    starts = [parse_instant(campaign["starts"]), *stated] if stated else []
    found = [(str(number), starts[number - 1], due) for number, due in enumerate(stated, 1)]
    if campaign.get("final_due"):
        found.append(("final", parse_instant(campaign["ends"]), parse_instant(campaign["final_due"])))
    following = [due for _, _, due in found[1:]]
    return [
        Term(key, opens, due, following[number] if number < len(following) else None)
        for number, (key, opens, due) in enumerate(found)
    ]


@dataclass(frozen=True, slots=True)
class OwedForm:
    small: Small
    subject: str
    filer: str
    term: Term
    standing: Standing
    covered: bool
    """A later period was consolidated."""

    def owed(self) -> Iterator[Owed]:
        standing = self.standing
        if standing.returned is not None and not self.covered:
            at, until = standing.returned
            yield self._owed("submission_returned", at, until, ("reporter", self.filer))
        open_ = standing.state == "none" or standing.taken_back or standing.waits_for_head
        if open_ and not self.covered:
            yield from (each for each in (*self._due(), *self._overdue()) if each.due >= self._since)

    @property
    def _since(self) -> datetime:
        opens, since = self.term.opens, self.standing.since
        return opens if since is None or since < opens else since

    @property
    def _deadline(self) -> datetime:
        kept = self.standing.keeps if self.standing.taken_back else None
        return max(each for each in (self.term.deadline, kept, self.standing.extended) if each is not None)

    def _due(self) -> Iterator[Owed]:
        if self.standing.extended is not None:
            return
        small, deadline = self.small, self._deadline
        day = last_day(deadline)
        early = day - timedelta(days=small.days("report_due_3_days"))
        if not is_working_day(early):
            early = working_day_before(early)
        four = min(small.at("report_due_4_hours", day), deadline - timedelta(hours=4))
        said = {
            early: ("report_due_3_days", small.at("report_due_3_days", early)),
            working_day_before(day): (
                "report_due_day_before",
                small.at("report_due_day_before", working_day_before(day)),
            ),
        }
        said.pop(local_day(four), None)
        ordered = [*said.values(), ("report_due_4_hours", four)]
        ends = [*(due for _, due in ordered[1:]), deadline]
        seat = "head" if self.standing.waits_for_head else "reporter"
        for (rule, due), until in zip(ordered, ends, strict=True):
            yield self._owed(rule, due, until, (seat, self.filer))

    def _overdue(self) -> Iterator[Owed]:
        small, deadline, ends = self.small, self._deadline, self._ends
        day = last_day(deadline)
        evening = small.at("report_overdue", day)
        on_the_day = is_working_day(day) and evening >= deadline
        due = evening if on_the_day else small.at("report_overdue_again", next_working_day(day))
        again = small.days("report_overdue_again") - 1
        stages = chain(
            ["report_overdue"], repeat("report_overdue_again", again), repeat("report_overdue_listed")
        )
        rule = next(stages)
        while due < ends:
            following_rule = next(stages)
            following = small.at(following_rule, next_working_day(local_day(due)))
            yield self._owed(rule, due, min(following, ends), *self._told(rule))
            rule, due = following_rule, following
        escalated = small.at("report_escalated", next_working_day(day))
        if escalated < ends and not self.standing.waits_for_head:
            yield self._owed("report_escalated", escalated, ends, ("member", self.filer))

    def _told(self, rule: str) -> tuple[tuple[str, str], ...]:
        if rule == "report_overdue_listed":
            return (_OFFICE,)
        head = (("head", self.filer), _OFFICE)
        return head if self.standing.waits_for_head else (("reporter", self.filer), *head)

    @property
    def _ends(self) -> datetime:
        longest = self._deadline + timedelta(days=self.small.days("report_overdue_listed"))
        return longest if self.term.next_deadline is None else min(longest, self.term.next_deadline)

    def _owed(self, rule: str, due: datetime, until: datetime | None, *seats: tuple[str, str]) -> Owed:
        return Owed(rule, self.subject, due, until, frozenset(seats))


def summary_owed(subject: str, term: Term, released: datetime) -> Owed:
    seats: Seats = frozenset({("heads", "")})
    return Owed("report_summary", subject, max(released, term.deadline), term.next_deadline, seats)
