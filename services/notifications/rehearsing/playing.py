"""What would have gone out, played through: gathered, put off, limited by the day. Pure."""

import heapq
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from operator import itemgetter

from services.notifications.policy.policy import Policy
from services.notifications.recipients.directory import Directory
from services.notifications.rehearsing.over_time import Standing
from services.notifications.sending.judging import Circumstances, Ended, Go, Later, judge, this_morning
from shared.instant import SHANGHAI

_Queue = list[tuple[datetime, int, Standing]]


@dataclass(frozen=True, slots=True)
class Message:
    at: datetime
    recipient: str
    channel: str
    members: tuple[Standing, ...]


@dataclass(slots=True)
class Played:
    messages: list[Message] = field(default_factory=list)
    to_ring: int = 0
    """Nobody can send them: they stood on the call list."""
    nights: int = 0
    """Reminders that the quiet hours put off to the morning."""
    ended: int = 0
    """Done or overtaken before they went out."""


def play(standings: Iterable[Standing], policy: Policy, directory: Directory) -> Played:
    played, by_person = Played(), defaultdict[tuple[str, str], list[Standing]](list)
    for each in standings:
        if each.wanted.key.channel == "telephone":
            played.to_ring += 1
        else:
            key = each.wanted.key
            by_person[directory.person(key.recipient, key.channel), key.channel].append(each)
    people = [(own[0].wanted.key.recipient, channel, own) for (_, channel), own in by_person.items()]
    for recipient, channel, own in sorted(people, key=itemgetter(0, 1)):
        _Person(recipient, channel, policy, played).play(own)
    return played


@dataclass(slots=True)
class _Person:
    recipient: str
    channel: str
    policy: Policy
    played: Played
    today: dict[date, int] = field(default_factory=dict)
    """Messages by the day, the urgent ones aside."""

    def play(self, own: Sequence[Standing]) -> None:
        queue: _Queue = [(max(each.wanted.wake, each.since), at, each) for at, each in enumerate(own)]
        heapq.heapify(queue)
        while queue:
            now, _, first = queue[0]
            together = list(self._together(queue, now, first))
            going = tuple(each for number, each in together if self._goes(queue, now, number, each))
            if going:
                self.played.messages.append(Message(now, self.recipient, self.channel, going))
                if not first.wanted.rule.urgent:
                    day = now.astimezone(SHANGHAI).date()
                    self.today[day] = self.today.get(day, 0) + 1

    def _together(self, queue: _Queue, now: datetime, first: Standing) -> Iterator[tuple[int, Standing]]:
        """What is gathered with the first; the others stay for a message of their own."""
        alone = []
        gathers = self._gathers(first, now)
        _, number, _ = heapq.heappop(queue)
        yield number, first
        while gathers and queue and queue[0][0] <= now:
            item = heapq.heappop(queue)
            if self._gathers(item[2], now):
                yield item[1], item[2]
            else:
                alone.append(item)
        for item in alone:
            heapq.heappush(queue, item)

    def _gathers(self, each: Standing, now: datetime) -> bool:
        rule = each.wanted.rule
        return rule.gathered or (
            not rule.urgent and each.wanted.due < this_morning(now, self.policy.etiquette)
        )

    def _goes(self, queue: _Queue, now: datetime, number: int, each: Standing) -> bool:
        if now >= each.ends:
            self.played.ended += 1
            return False
        sent = self.today.get(now.astimezone(SHANGHAI).date(), 0)
        seen = Circumstances(now, each.wanted.rule, self.policy.etiquette, True, now, sent)
        match judge(each.wanted, seen):
            case Go():
                return True
            case Ended():
                self.played.ended += 1
            case Later(wake, why):
                self.played.nights += why == "quiet"
                heapq.heappush(queue, (wake, number, each))
        return False
