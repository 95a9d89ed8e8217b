"""Settling batches of facts: look around, judge, append, answer; and tending what waits."""

import time
from collections.abc import Awaitable, Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import asyncpg

from shared import metrics
from shared.clock import Clock
from shared.event_log.append import HeadMoved, append
from shared.event_log.connection import DATABASE_AWAY, Pool
from shared.event_log.head import Head, read_head
from shared.event_log.held import HeldConnection
from shared.events.voiding import VoidFact
from shared.facts.cloud_event import read_cloud_event, read_fact
from shared.facts.fact import Fact, Reference
from shared.facts.receipt import Receipt
from shared.intake.batch import Judgement, Outcomes
from shared.intake.draft import Draft
from shared.intake.reading import refused as refused_by
from shared.intake.rules import IntakeRules
from shared.intake.store import keep_refusals, let_wait, read_waiting, stop_waiting
from shared.intake.streams import Streams
from shared.intake.subject import About, about
from shared.intake.submission import Submission
from shared.intake.surroundings import Named, look_around
from shared.intake.targets import ANYBODY, Target, answered, find_targets, named_key, voiding_data
from shared.intake.waiting_room import Line, Waiting, WaitingRoom, line_of
from shared.logging import get_logger
from shared.problems import Rejected

_ANY_TIME = datetime(9999, 1, 1, tzinfo=UTC)
"""A fact that waits was found not to be in the future when it came."""

log = get_logger(__name__)

_RETRIED_AT_ONCE = 500
_EXPIRY_SECONDS = 0.5

Announce = Callable[[Sequence[Receipt]], Awaitable[None]]


class Settlement:
    """Used by one task at a time. Its caches are true while the head is the one it knows."""

    def __init__(self, pool: Pool, clock: Clock, rules: IntakeRules) -> None:
        self._clock, self._rules = clock, rules
        self._held = HeldConnection(pool)
        self._streams = Streams(rules.book)
        self._head: Head | None = None
        self._due: set[Line] = set()
        self._unannounced: list[tuple[Waiting, Receipt | None]] = []
        self._look_again_at = 0.0
        self.room = WaitingRoom()
        self.announce: Announce | None = None
        """Publishes receipts of facts that came over the bus and had to wait."""
        self.on_append: Callable[[], None] = lambda: None
        """Called after events became durable: wakes the relay."""

    def start_over(self) -> None:
        """After any failure: nothing remembered is trusted."""
        self._streams.forget()
        self._head = None
        self._held.doubt()

    async def stop(self) -> None:
        await self._held.give_back()

    async def load(self) -> None:
        """Take up what waited when the last process ended."""
        connection = await self._held.get()
        read = [(row, self._read_again(row)) for row in await read_waiting(connection)]
        refused = [(row["number"], each) for row, each in read if isinstance(each, Receipt)]
        if refused:
            await keep_refusals(connection, [receipt for _, receipt in refused])
            await stop_waiting(connection, [number for number, _ in refused])
        facts = [(row, each) for row, each in read if isinstance(each, Fact)]
        voidings = [fact for _, fact in facts if fact.type == VoidFact.type]
        targets = await find_targets(connection, voidings) if voidings else {}
        for row, fact in facts:
            of = about(fact, self._rules.book)
            line = self._line(fact, of, targets.get(fact.key))
            self.room.enter(
                Waiting(row["number"], fact, row["over_bus"], row["since"], line, of.kind.introduces)
            )
        self._due.update(self.room.lines())

    def _read_again(self, row: dict[str, Any]) -> Fact | Receipt:
        """What waited under an older release may be refused by this one."""
        message, account = row["message"], row["account"]
        try:
            return read_fact(read_cloud_event(message), account, self._rules.book, _ANY_TIME)
        except Rejected as why:
            return refused_by(message, account, why)

    def _line(self, fact: Fact, of: About, target: Target | None) -> Line:
        """The one it stood in: a voiding's is that of the fact it takes back, recorded or waiting."""
        if of.stream is not None:
            return line_of(fact, of.stream)
        if target is not None:
            return line_of(fact, target.stream)
        behind = self.room.find(named_key(fact, voiding_data(fact)))
        return line_of(fact, None if behind is None else behind.line)

    def make_due(self, named: Iterable[Named]) -> bool:
        before = len(self._due)
        for township, reference in named:
            self._due |= self.room.waiting_for(township, reference)
        return len(self._due) > before

    async def settle(self, batch: Sequence[Submission]) -> None:
        """Judge, append in one statement, keep the rest, then answer."""
        started = time.perf_counter()
        outcomes, draft = await self._append(batch)
        await self._keep(batch, outcomes)
        self._streams.keep(draft.changed)
        self._streams.trim()
        self._answer(batch, outcomes)
        if draft.events:
            self._measure(draft, started)
            self.on_append()
        if self.room.awaits_any():
            self._make_own_due(draft)
            await self._look_again(batch, outcomes)
        metrics.WAITING_FACTS.set(len(self.room))

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
            self.make_due(await known.look_up(missing))

    async def _append(self, batch: Sequence[Submission]) -> tuple[Outcomes, Draft]:
        while True:
            connection = await self._held.get()
            if self._head is None:
                self._head = await read_head(connection)
            around = await look_around(batch, self._streams, self._rules.known, connection)
            draft = Draft(self._head, self._streams, self._clock.now(), self._rules.floor())
            outcomes = Judgement(self.room, around, draft).of(batch)
            if draft.empty:
                return outcomes, draft
            try:
                await append(connection, self._head, draft.new, draft.first_recorded, draft.recording())
            except (HeadMoved, asyncpg.UniqueViolationError):
                metrics.APPEND_RETRIES.labels(self._head.log).inc()
                self.start_over()
                continue
            self._head = draft.new
            return outcomes, draft

    async def _keep(self, batch: Sequence[Submission], outcomes: Outcomes) -> None:
        refused = [receipt for receipt in outcomes.receipts if receipt and receipt.outcome == "rejected"]
        new = {place for place in outcomes.waits if not batch[place].retried}
        if refused or new:
            connection = await self._held.get()
            if refused:
                await keep_refusals(connection, refused)
            if new:
                kept = [(batch[place].fact, batch[place].over_bus) for place in sorted(new)]
                rows = await let_wait(connection, kept)
                for place in sorted(new):
                    if (row := rows.get(batch[place].fact.key)) is not None:
                        self._enter(batch[place], outcomes, place, *row)
        for place, submission in enumerate(batch):
            if submission.waiting is not None:
                self._tried_again(submission.waiting, outcomes, place)

    def _enter(
        self, submission: Submission, outcomes: Outcomes, place: int, number: int, since: datetime
    ) -> None:
        fact, waits = submission.fact, outcomes.waits[place]
        township = fact.account.township
        missing = {(township, reference) for reference in waits.missing}
        line = line_of(fact, waits.stream)
        introduces = submission.about.kind.introduces
        self.room.enter(Waiting(number, fact, submission.over_bus, since, line, introduces, missing))
        if self._is_silent(fact, over_bus=submission.over_bus):
            outcomes.receipts[place] = None

    def _tried_again(self, waiting: Waiting, outcomes: Outcomes, place: int) -> None:
        if place in outcomes.waits:
            waits = outcomes.waits[place]
            self.room.still_missing(waiting, line_of(waiting.fact, waits.stream), waits.missing)
        else:
            self.room.leave(waiting)
            self._unannounced.append((waiting, outcomes.receipts[place]))

    def _answer(self, batch: Sequence[Submission], outcomes: Outcomes) -> None:
        for submission, receipt in zip(batch, outcomes.receipts, strict=True):
            if submission.answer is not None and not submission.answer.done():
                submission.answer.set_result(receipt)

    def _make_own_due(self, draft: Draft) -> None:
        named: list[Named] = []
        for stream in draft.changed:
            township, kind, subject = stream.split("/", 2)
            named.append((township, Reference(kind, subject)))
        for key in draft.answered:
            known = (answered(key), answered(key._replace(publisher=ANYBODY)))
            named += [(township, reference) for township in self.room.townships() for reference in known]
        self.make_due(named)

    async def tend(self) -> None:
        """Refuse what waited too long, try again what became due, announce what was decided."""
        await self._expire()
        failing: set[Line] = set()
        try:
            while self._due:
                await self._try_again(self._take_due(), failing)
        finally:
            self._due |= failing
        await self._announce_decided()

    async def _try_again(self, lines: list[Line], failing: set[Line]) -> None:
        """A line that fails by itself holds up no other; it stays due for the next time."""
        batch = [self._again(waiting) for line in lines for waiting in self.room.line(line)]
        try:
            if batch:
                await self.settle(batch)
        except DATABASE_AWAY:
            self.start_over()
            failing.update(lines)
            raise
        except Exception as error:  # whatever it is, the others are tried without it
            self.start_over()
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

    async def _expire(self) -> None:
        if time.monotonic() < self._look_again_at:
            return
        self._look_again_at = time.monotonic() + _EXPIRY_SECONDS
        before = datetime.now(UTC) - timedelta(seconds=self._rules.waiting_seconds)
        for waiting in self.room.waited_since_before(before):
            if not waiting.missing:
                continue
            names = sorted(reference.id for _, reference in waiting.missing if reference.kind != "voiding")
            refusal = Receipt.refused(
                waiting.fact.key, Rejected("unknown_reference", reference=", ".join(names))
            )
            silent = self._is_silent(waiting.fact, over_bus=waiting.over_bus)
            if not silent:
                connection = await self._held.get()
                await keep_refusals(connection, [refusal])
            self.room.leave(waiting)
            self._unannounced.append((waiting, None if silent else refusal))
            self._due.add(waiting.line)

    async def _announce_decided(self) -> None:
        """The rows are deleted last: after a crash the receipts are published again."""
        decided = list(self._unannounced)
        if not decided:
            return
        receipts = [receipt for waiting, receipt in decided if receipt is not None and waiting.over_bus]
        if receipts:
            if self.announce is None:
                return
            await self.announce(receipts)
        connection = await self._held.get()
        await stop_waiting(connection, [waiting.number for waiting, _ in decided])
        del self._unannounced[: len(decided)]
        metrics.WAITING_FACTS.set(len(self.room))

    def _is_silent(self, fact: Fact, *, over_bus: bool) -> bool:
        return over_bus and fact.type == VoidFact.type and not self._rules.answers_for_the_bus

    def _measure(self, draft: Draft, started: float) -> None:
        log = draft.new.log
        metrics.APPENDED_EVENTS.labels(log).inc(draft.events)
        metrics.APPEND_SECONDS.labels(log).observe(time.perf_counter() - started)
        metrics.LOG_POSITION.labels(log).set(draft.new.position)
