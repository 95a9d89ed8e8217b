"""What would go out on a day, by the rules and the etiquette alone: a dry run. Pure.

It knows no channel that is halted and no log that is behind, and counts nothing that is sent before.
"""

import heapq
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from services.notifications.planning.wanted import Wanted
from services.notifications.policy.policy import Etiquette
from services.notifications.recipients.directory import Directory
from services.notifications.recipients.resolving import TELEPHONE
from services.notifications.sending.judging import Circumstances, Ended, Go, Later, judge, this_morning
from services.notifications.sending.muted import Muted
from shared.instant import SHANGHAI

LONGEST_MOVE = timedelta(days=14)
"""What was due earlier is not moved into a day: no holiday is that long."""


@dataclass(frozen=True, slots=True)
class Going:
    wanted: Wanted
    goes: datetime | None
    """None: it would not."""
    moved: str | None
    """Why it goes at another moment than the rule says, or not at all: quiet, rest_day, muted …"""


def going_on(
    day: date, wanted: Iterable[Wanted], etiquette: Etiquette, muted: Muted, directory: Directory
) -> list[Going]:
    """What is due on that day, wherever it goes, and what is moved to it; by the moment, then the id."""
    landed = [each for each in _landing(wanted, etiquette, muted, directory) if _concerns(each, day)]
    return sorted(landed, key=lambda each: (each.goes or each.wanted.key.due, each.wanted.key.id))


def may_concern(wanted: Wanted, day: date) -> bool:
    """Whether it has to be looked at for that day."""
    due = _day(wanted.key.due)
    return day - LONGEST_MOVE <= due <= day


def _concerns(going: Going, day: date) -> bool:
    moved_here = going.goes is not None and _day(going.goes) == day
    return moved_here or _day(going.wanted.key.due) == day


def _landing(
    wanted: Iterable[Wanted], etiquette: Etiquette, muted: Muted, directory: Directory
) -> Iterator[Going]:
    """In the order of time, as they would be claimed: those together in one message count once."""
    waiting = [(each.wake, not each.rule.urgent, each.key.id, each, "") for each in wanted]
    heapq.heapify(waiting)
    told: dict[tuple[str, str, date], set[str]] = defaultdict(set)
    while waiting:
        at, after_urgent, id_, each, why = heapq.heappop(waiting)
        key = each.key
        if key.channel == TELEPHONE:
            yield Going(each, at, None)
            continue
        messages = told[directory.person(key.recipient, key.channel), key.channel, _day(at)]
        together = each.rule.gathered or key.due < this_morning(at, etiquette)
        message = str(at) if together else id_
        # One that joins a message that goes anyway is not one more.
        seen = Circumstances(
            at, each.rule, etiquette, at_head=True, closed=max(at, key.due),
            sent_today=len(messages - {message}),
            muted=muted.silences(each.rule, key.subject, key.recipient, at),
        )  # fmt: skip
        match judge(each.demand, seen):
            case Go():
                if not each.rule.urgent:
                    messages.add(message)
                yield Going(each, at, why or None)
            case Later() as later:
                heapq.heappush(waiting, (later.wake, after_urgent, id_, each, later.why))
            case Ended() as ended:
                yield Going(each, None, ended.reason)


def _day(moment: datetime) -> date:
    return moment.astimezone(SHANGHAI).date()
