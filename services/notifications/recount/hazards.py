"""What is owed for one hazard: the recount's own reading of the policy. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from services.notifications.recount.hazard_standing import HazardStanding, Sending
from services.notifications.recount.owed import (
    Owed,
    Seats,
    Small,
    local_day,
    seats_of,
    working_from,
    working_until,
)
from shared.calendar.working_days import next_working_day
from shared.facts.account import SAFETY_OFFICE_ID
from shared.instant import SHANGHAI, parse_instant

_STATED = {
    "hazard_date_near": "hazard_near_days",
    "claim_unanswered": "claim_days",
    "look_back_due": "look_back_days",
    "referral_unanswered": "referral_days",
    "supervision_silent": "supervision_days",
}
_A_DAY, _A_WEEK = timedelta(days=1), timedelta(days=7)
_TIMES = 4


@dataclass(frozen=True, slots=True)
class OwedHazard:
    small: Small
    subject: str
    standing: HazardStanding
    unit: Mapping[str, Any]
    """Its village and department, as far as known."""

    def owed(self) -> Iterator[Owed]:
        standing = self.standing
        if standing.unsettled:
            yield from self._date()
            yield from self._referrals()
            yield from self._supervision()
            yield from self._major()
        if standing.state == "claimed":
            everybody = standing.sendings.values()
            yield self._after("claim_unanswered", standing.since, self._whose(everybody))
        if standing.state == "closed":
            yield self._after("look_back_due", standing.since, self._concerned())

    def _date(self) -> Iterator[Owed]:
        deadline, small = self.standing.deadline, self.small
        if deadline is None:
            return
        over = _midnight(deadline + _A_DAY)
        near = working_until(deadline - self._days("hazard_date_near", _midnight(deadline)))
        yield self._owed("hazard_date_near", near, self._concerned(), over)
        day = next_working_day(deadline)
        for _ in range(_TIMES):
            following = working_from(day + _A_WEEK)
            until = small.at("hazard_date_past", following)
            yield self._owed("hazard_date_past", day, self._concerned(), until)
            day = following

    def _referrals(self) -> Iterator[Owed]:
        by_day: dict[date, list[str]] = defaultdict(list)
        for to, sending in self.standing.sendings.items():
            if sending.answer is None:
                day = self._day("referral_unanswered", sending.since)
                by_day[day] += self._speakers(to, sending)
        for day, speakers in by_day.items():
            yield self._owed("referral_unanswered", day, seats_of(speakers))

    def _supervision(self) -> Iterator[Owed]:
        orders, last = self.standing.orders, self.standing.last
        if not orders or last is None:
            return
        leaders = {
            ("official", leader) if leader in self.small.in_office else ("safety_office", "")
            for leader in orders.values()
            if leader is not None
        }
        yield self._after("supervision_silent", last, seats_of(orders) | leaders)

    def _major(self) -> Iterator[Owed]:
        major = self.standing.major
        if major is None:
            return
        since, recorded = major
        seats = {("safety_office", ""), ("duty", local_day(recorded).isoformat())}
        seats |= {("office", office) for office in self.small.policy.leading_offices}
        for part in ("village", "department"):
            if part in self.unit:
                seats |= {(seat, self.unit[part]) for seat in ("reporter", "head", "member")}
        yield Owed("major_found", self.subject, since, None, frozenset(seats))

    def _concerned(self) -> Seats:
        return self._whose(each for each in self.standing.sendings.values() if each.answer is not None)

    def _whose(self, sendings: Iterable[Sending]) -> Seats:
        by_receiver = {id(sending): to for to, sending in self.standing.sendings.items()}
        found = [self._responsible()]
        for sending in sendings:
            if sending.answer != "refused":
                found += self._speakers(by_receiver[id(sending)], sending)
        return seats_of(found)

    def _responsible(self) -> str:
        finder = self.standing.finder
        if self.small.kinds.get(finder) != "working_group":
            return finder
        return str(self.unit.get("department", SAFETY_OFFICE_ID))

    def _speakers(self, to: str, sending: Sending) -> list[str]:
        """For a district department, whoever sent it there."""
        return sending.by if self.small.kinds.get(to) == "district_department" else [to]

    def _after(self, rule: str, moment: datetime, seats: Seats) -> Owed:
        return self._owed(rule, self._day(rule, moment), seats)

    def _day(self, rule: str, moment: datetime) -> date:
        return working_from(local_day(moment) + self._days(rule, moment))

    def _days(self, rule: str, moment: datetime) -> timedelta:
        """As the campaign says that had begun last."""
        begun = [
            (parse_instant(each["starts"]), id_, each)
            for id_, each in self.small.campaigns.items()
            if "starts" in each and parse_instant(each["starts"]) <= moment
        ]
        stated = max(begun, key=lambda each: each[:2])[2].get("reminders", {}) if begun else {}
        return timedelta(days=int(stated.get(_STATED[rule]) or self.small.days(rule)))

    def _owed(self, rule: str, day: date, seats: Seats, until: datetime | None = None) -> Owed:
        return Owed(rule, self.subject, self.small.at(rule, day), until, seats)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), SHANGHAI)
