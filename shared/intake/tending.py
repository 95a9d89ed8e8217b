"""Tending the facts that wait: kept as rows, tried again once what they wait for is known, or refused."""

import time
from collections.abc import Awaitable, Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta

from shared import metrics
from shared.event_log.held import HeldConnection
from shared.events.voiding import VoidFact
from shared.facts.fact import Fact, Reference
from shared.facts.receipt import Receipt
from shared.intake.announcing import Announcing, Decided
from shared.intake.batch import Outcomes
from shared.intake.draft import Draft
from shared.intake.resuming import take_up
from shared.intake.rules import IntakeRules
from shared.intake.store import keep_refusals, let_wait
from shared.intake.subject import about
from shared.intake.submission import Submission
from shared.intake.surroundings import Named
from shared.intake.targets import ANYBODY, answered
from shared.intake.transient import is_transient
from shared.intake.waiting_room import Line, Waiting, WaitingRoom, is_of_unknown, line_of
from shared.logging import get_logger
from shared.problems import Rejected

log = get_logger(__name__)

_RETRIED_AT_ONCE = 500
_EXPIRY_SECONDS = 0.5

Settle = Callable[[Sequence[Submission]], Awaitable[None]]


class Tending:
    """Used by the one task that settles, and only while nothing is being written."""

    def __init__(self, held: HeldConnection, rules: IntakeRules, settle: Settle) -> None:
        self._held, self._rules, self._settle = held, rules, settle
        self._due: set[Line] = set()
        self._look_again_at = 0.0
        self.room = WaitingRoom()
        self.announcing = Announcing(held, self.room)

    async def load(self) -> None:
        for refused in await take_up(await self._held.get(), self.room, self._rules.book):
            self.announcing.decided(refused)
        self._due.update(self.room.lines())

    @property
    def needed(self) -> bool:
        """Whether `tend` would find anything to do."""
        expiring = len(self.room) > 0 and time.monotonic() >= self._look_again_at
        return expiring or bool(self._due) or self.announcing.needed

    def release(self, named: Iterable[Named]) -> bool:
        """Whoever waited for one of these is tried again. Whether that is more than was due before."""
        before = len(self._due)
        for township, reference in named:
            self._due |= self.room.waiting_for(township, reference)
        return len(self._due) > before

    async def keep(self, batch: Sequence[Submission], outcomes: Outcomes) -> None:
        """Those that begin to wait enter, with their rows; those that have waited go on, or leave."""
        new = [place for place in sorted(outcomes.waits) if not batch[place].retried]
        if new:
            kept = [(batch[place].fact, batch[place].over_bus) for place in new]
            rows = await let_wait(await self._held.get(), kept)
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
        fact, waits = submission.fact, outcomes.waits[place]
        township = fact.account.township
        missing = {(township, reference) for reference in waits.missing}
        line = line_of(fact, waits.stream)
        introduces = submission.about.kind.introduces
        self.room.enter(Waiting(number, fact, submission.over_bus, since, line, introduces, missing))

    def _leave_unsaid(self, voiding: Fact, outcomes: Outcomes, place: int) -> None:
        """Every service hears a voiding on the bus: that its fact is unknown here means little before the
        others have had their say, and the publisher should not hear of it after the final word."""
        waiting, receipt = self.room.find(voiding.key), outcomes.receipts[place]
        if waiting is None or receipt is None or not is_of_unknown(waiting.line):
            return
        if not self._rules.answers_for_the_bus:
            outcomes.receipts[place] = None
            if receipt.code == "id_conflict":
                # The other service refused the former one, so the id is free: sent again, this one is taken.
                self._due.add(waiting.line)
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

    async def after(self, batch: Sequence[Submission], outcomes: Outcomes, draft: Draft) -> None:
        """A batch is written: who waited for what is in it is due."""
        if self.room.awaits_any():
            self.release(self._introduced(draft))
            await self._look_again(batch, outcomes)
        metrics.WAITING_FACTS.set(len(self.room))

    def _introduced(self, draft: Draft) -> list[Named]:
        named: list[Named] = []
        for stream in draft.changed:
            township, kind, subject = stream.split("/", 2)
            named.append((township, Reference(kind, subject)))
        townships = self.room.townships()
        for key in draft.answered:
            known = (answered(key), answered(key._replace(publisher=ANYBODY)))
            named += [(township, reference) for township in townships for reference in known]
        return named

    async def _look_again(self, batch: Sequence[Submission], outcomes: Outcomes) -> None:
        """What was heard of while this batch was judged has released nobody: these did not wait yet."""
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
        """Refuse what waited too long, try again what became due, announce what was decided."""
        overdue = self._overdue()
        # Tried for a last time: another process may have recorded what they wait for, and told nobody here.
        self._due.update(waiting.line for waiting in overdue)
        failing: set[Line] = set()
        try:
            while self._due:
                await self._try_again(self._take_due(), failing)
        finally:
            self._due |= failing
        await self._expire(overdue)
        await self.announcing.out()
        metrics.WAITING_FACTS.set(len(self.room))

    async def _try_again(self, lines: list[Line], failing: set[Line]) -> None:
        """A line that fails by itself holds up no other; it stays due for the next time."""
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
        """As many whole lines as make a batch."""
        lines: list[Line] = []
        size = 0
        while self._due and size < _RETRIED_AT_ONCE:
            lines.append(self._due.pop())
            size += len(self.room.line(lines[-1]))
        return lines

    def _again(self, waiting: Waiting) -> Submission:
        fact = waiting.fact
        return Submission(fact, about(fact, self._rules.book), waiting.over_bus, waiting=waiting)

    def try_all_again(self) -> None:
        """After a failure nobody knows what was recorded."""
        self._due.update(self.room.lines())

    def _overdue(self) -> list[Waiting]:
        if time.monotonic() < self._look_again_at:
            return []
        self._look_again_at = time.monotonic() + _EXPIRY_SECONDS
        before = datetime.now(UTC) - timedelta(seconds=self._rules.waiting_seconds)
        return self.room.waited_since_before(before)

    async def _expire(self, overdue: Iterable[Waiting]) -> None:
        refused: list[tuple[Waiting, Receipt | None]] = []
        for waiting in overdue:
            if not waiting.missing or self.room.find(waiting.fact.key) is not waiting:
                continue
            why = Rejected("unknown_reference", reference=", ".join(_unknown(waiting)))
            refusal = Receipt.refused(waiting.fact.key, why, waiting.fact.account.township)
            silent = waiting.over_bus and _is_voiding(waiting) and not self._rules.answers_for_the_bus
            refused.append((waiting, None if silent else refusal))
        if told := [refusal for _, refusal in refused if refusal is not None]:
            await keep_refusals(await self._held.get(), told)
        for waiting, receipt in refused:
            self._leave(waiting, receipt)
            self._due.add(waiting.line)


def _is_voiding(waiting: Waiting) -> bool:
    return isinstance(waiting.fact.data, VoidFact)


def _unknown(waiting: Waiting) -> list[str]:
    """What it waited for, as its publisher named it."""
    if isinstance(waiting.fact.data, VoidFact):
        return [f"{waiting.fact.data.source} {waiting.fact.data.id}"]
    return sorted({reference.id for _, reference in waiting.missing})
