"""The retry loop: waiting facts are kept as rows, tried again once what they miss is known."""

import time
from collections import deque
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from shared import metrics
from shared.event_log.pinned import PinnedConnection
from shared.events.stream_id import StreamId
from shared.facts.fact import Fact, Reference
from shared.facts.receipt import Receipt
from shared.intake.judging.batch import Outcomes
from shared.intake.judging.line import Line, is_of_unknown, line_of
from shared.intake.judging.lookups import Named
from shared.intake.judging.pending_append import PendingAppend
from shared.intake.judging.retraction import ANYBODY, answered
from shared.intake.judging.rules import IntakeRules
from shared.intake.judging.submission import Submission
from shared.intake.judging.waiting_limits import weight_of
from shared.intake.judging.waiting_line import Waiting
from shared.intake.judging.waiting_room import WaitingRoom
from shared.intake.store.statements import keep_refusals, let_wait
from shared.intake.store.transient import is_transient
from shared.intake.waiting.dismissal import Dismissal
from shared.intake.waiting.hooks import Announce
from shared.intake.waiting.receipts import Announcing, Decided
from shared.intake.waiting.resuming import take_up
from shared.logging import get_logger

log = get_logger(__name__)

_RETRIED_AT_ONCE = 500
_EXPIRY_SECONDS = 0.5

Settle = Callable[[Sequence[Submission]], Awaitable[None]]


class RetryLoop:
    """Used by intake's one task, and only while nothing is being written."""

    def __init__(
        self, pinned: PinnedConnection, rules: IntakeRules, settle: Settle, announce: Announce
    ) -> None:
        self._pinned, self._rules, self._settle = pinned, rules, settle
        self._due: dict[Line, None] = {}
        """Lines to try again: a set in the order in which they became due."""
        self._failing: set[Line] = set()
        """Lines that failed, and are due again at the next tick."""
        self._dismissals: deque[Dismissal] = deque()
        self._look_again_at = 0.0
        self.room = WaitingRoom()
        self.announcing = Announcing(pinned, self.room, announce)

    async def load(self) -> None:
        for refused in await take_up(await self._pinned.get(), self.room, self._rules.commands):
            self.announcing.decided(refused)
        self.try_all_again()

    @property
    def needed(self) -> bool:
        """Whether `tend` would find anything to do."""
        expiring = len(self.room) > 0 and time.monotonic() >= self._look_again_at
        asked = bool(self._failing) or bool(self._dismissals)
        return expiring or self.unfinished or asked or self.announcing.needed

    @property
    def unfinished(self) -> bool:
        """Whether there is more to do without waiting for a tick."""
        return bool(self._due)

    def release(self, named: Iterable[Named]) -> bool:
        """Facts that wait for one of these become due; returns whether there were any more."""
        before = len(self._due)
        for township, reference in named:
            self._due.update(dict.fromkeys(self.room.waiting_for(township, reference)))
        return len(self._due) > before

    def waiting_of(self, township: str) -> list[Waiting]:
        """Without voidings that another service answers: of most of them only that one knows the fact."""
        answers = self._rules.answers_for_the_bus
        return [
            each
            for each in self.room.of_town(township)
            if answers or not (each.over_bus and is_of_unknown(each.line))
        ]

    def try_again(self, waiting: Iterable[Waiting]) -> None:
        """At an operator's word: these lines become due."""
        self._due.update(dict.fromkeys(each.line for each in waiting))

    def dismiss(self, dismissal: Dismissal) -> None:
        self._dismissals.append(dismissal)

    async def keep(self, batch: Sequence[Submission], outcomes: Outcomes) -> None:
        """New waiting facts get rows and enter the room; those that were tried again wait on, or leave."""
        new = [place for place in sorted(outcomes.waits) if not batch[place].retried]
        if new:
            kept = [(batch[place].fact, batch[place].over_bus) for place in new]
            rows = await let_wait(await self._pinned.get(), kept)
            for place in new:
                self._enter(batch[place], outcomes, place, *rows[batch[place].fact.key])
        for place, submission in enumerate(batch):
            if submission.waiting is not None:
                self._tried_again(submission.waiting, outcomes, place)
            elif submission.about.stream is None and submission.over_bus:
                self._leave_unsaid(submission.fact, outcomes, place)

    def _enter(
        self, submission: Submission, outcomes: Outcomes, place: int, number: int, since: datetime
    ) -> None:
        fact, about, waits = submission.fact, submission.about, outcomes.waits[place]
        missing = {(fact.account.township, reference) for reference in waits.missing}
        line, weight = line_of(fact, waits.stream), weight_of(fact)
        self.room.enter(Waiting(number, fact, about, submission.over_bus, since, line, weight, missing))

    def _leave_unsaid(self, voiding: Fact, outcomes: Outcomes, place: int) -> None:
        """A voiding on the bus whose fact is unknown here may be another service's to answer: its receipt is
        taken out. The service that answers for the bus sends `waiting` a second later instead."""
        waiting, receipt = self.room.find(voiding.key), outcomes.receipts[place]
        if waiting is None or receipt is None or not is_of_unknown(waiting.line):
            return
        if not self._rules.answers_for_the_bus:
            outcomes.receipts[place] = None
            if receipt.code == "id_conflict":
                # The other service has refused the one that waits here, so its id is free again.
                self._due[waiting.line] = None
                self._leave(waiting, None)
        elif receipt.outcome == "waiting":
            outcomes.receipts[place] = None
            self.announcing.say_later(voiding.key)

    def _tried_again(self, waiting: Waiting, outcomes: Outcomes, place: int) -> None:
        if place in outcomes.waits:
            waits = outcomes.waits[place]
            self.room.still_missing(waiting, line_of(waiting.fact, waits.stream), waits.missing)
        else:
            self._leave(waiting, outcomes.receipts[place])

    def _leave(self, waiting: Waiting, receipt: Receipt | None) -> None:
        self.room.leave(waiting)
        self.announcing.decided(Decided(waiting.number, receipt if waiting.over_bus else None))

    async def after(self, batch: Sequence[Submission], outcomes: Outcomes, pending: PendingAppend) -> None:
        """After a batch is written: facts that waited for something in it become due."""
        if self.room.awaits_any():
            self.release(self._introduced(pending))
            await self._look_again(batch, outcomes)
        metrics.WAITING_FACTS.set(len(self.room))

    def _introduced(self, pending: PendingAppend) -> list[Named]:
        named: list[Named] = []
        for stream in pending.changed:
            township, kind, subject = StreamId.parse(stream)
            named.append((township, Reference(kind, subject)))
        townships = self.room.townships()
        for key in pending.answered:
            known = (answered(key), answered(key._replace(publisher=ANYBODY)))
            named += [(township, reference) for township in townships for reference in known]
        return named

    async def _look_again(self, batch: Sequence[Submission], outcomes: Outcomes) -> None:
        """Look up once more what this batch misses: it may have become known while the batch was judged."""
        known = self._rules.known
        missing = {
            (batch[place].fact.account.township, reference)
            for place, waits in outcomes.waits.items()
            for reference in waits.missing
            if reference.kind in known.kinds
        }
        if missing:
            self.release(await known.look_up(missing))

    async def tend(self) -> None:
        """One step: try again what became due, refuse what waited too long, announce what was decided.

        A step tries one batch at most, so that new facts have every other turn.
        """
        await self._dismiss()
        if not self._due:
            self._due.update(dict.fromkeys(self._failing))
            self._failing.clear()
        # Tried for a last time: another process may have recorded what they wait for, and told nobody here.
        self._due.update(dict.fromkeys(waiting.line for waiting in self._overdue()))
        failing: set[Line] = set()
        try:
            if self._due:
                await self._try_again(self._take_due(), failing)
        finally:
            self._failing |= failing
        await self.announcing.out()
        metrics.WAITING_FACTS.set(len(self.room))

    async def _dismiss(self) -> None:
        """Refused before they leave: who asks for the receipt meanwhile hears one or the other."""
        while self._dismissals:
            dismissal = self._dismissals[0]
            if dismissal.answer.done():  # whoever asked has given up
                self._dismissals.popleft()
                continue
            leaving = [each for each in map(self.room.find, dismissal.keys) if each is not None]
            answers = self._rules.answers_for_the_bus
            receipts = [dismissal.receipt(each, answers_for_the_bus=answers) for each in leaving]
            await keep_refusals(await self._pinned.get(), [each for each in receipts if each is not None])
            for waiting, receipt in zip(leaving, receipts, strict=True):
                self._leave(waiting, receipt)
            self.try_again(leaving)  # those that stood behind them
            self._dismissals.popleft()
            if not dismissal.answer.done():
                dismissal.answer.set_result(len(leaving))

    async def _try_again(self, lines: list[Line], failing: set[Line]) -> None:
        """If a batch fails, its lines are tried one by one; those that fail again stay due."""
        batch = [self._again(waiting) for line in lines for waiting in self.room.line(line)]
        try:
            if batch:
                await self._settle(batch)
        except Exception as error:  # whatever it is, the others are tried without it
            if is_transient(error):
                failing.update(lines)
                raise
            if len(lines) == 1:
                failing.update(lines)
                log.exception("waiting_line_failing", line=lines[0], error=repr(error))
                return
            for line in lines:
                await self._try_again([line], failing)

    def _take_due(self) -> list[Line]:
        """Whole lines, until they make a batch."""
        lines: list[Line] = []
        size = 0
        while self._due and size < _RETRIED_AT_ONCE:
            lines.append(next(iter(self._due)))
            del self._due[lines[-1]]
            size += len(self.room.line(lines[-1]))
        return lines

    def _again(self, waiting: Waiting) -> Submission:
        """With the rights that its sender has now."""
        now = self._rules.account_now(waiting.fact.account)
        return Submission(
            replace(waiting.fact, account=now),
            waiting.about,
            waiting.over_bus,
            waiting=waiting,
            last=waiting.since < self._too_old(),
        )

    def try_all_again(self) -> None:
        """After a failure, when it is not known what was recorded."""
        self._due.update(dict.fromkeys(self.room.lines()))

    def _overdue(self) -> list[Waiting]:
        if self._due or time.monotonic() < self._look_again_at:
            return []
        self._look_again_at = time.monotonic() + _EXPIRY_SECONDS
        return self.room.waited_since_before(self._too_old())

    def _too_old(self) -> datetime:
        return datetime.now(UTC) - timedelta(seconds=self._rules.waiting_seconds)
