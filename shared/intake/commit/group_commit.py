"""Group commit of one batch of facts: look up, judge, append in one statement, keep the rest, answer.

Judging runs ahead of writing: the next batch is judged as if the one being written were in the log already.
If that write fails, it is judged again.
"""

import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

import asyncpg

from shared import metrics
from shared.clock import Clock
from shared.event_log.append import HeadMoved, append
from shared.event_log.connection import Connection, Pool
from shared.event_log.head import Head, read_head
from shared.event_log.pinned import PinnedConnection
from shared.intake.judging.batch import Judgement, Outcomes
from shared.intake.judging.lookups import Lookups, look_up_for
from shared.intake.judging.pending_append import PendingAppend
from shared.intake.judging.rules import IntakeRules
from shared.intake.judging.stream_states import StreamStates
from shared.intake.judging.submission import Submission
from shared.intake.store.statements import keep_refusals
from shared.intake.waiting.hooks import Hooks
from shared.intake.waiting.retry import RetryLoop
from shared.problems import Rejected

OVERTAKEN = (HeadMoved, asyncpg.UniqueViolationError)
"""What writing raises when the log is not what the batch was judged on: nothing was written."""
_LOOKED_UP = 50
"""After a wrong assumption, so many batches are looked up whole."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A batch with its outcomes, and what is to be written for it."""

    batch: Sequence[Submission]
    outcomes: Outcomes
    pending: PendingAppend
    generation: int
    """Valid while equal to `GroupCommit.generation`."""
    started: float

    @property
    def changes_who_waits(self) -> bool:
        """Then the next batch can be judged only after this one is written."""
        return bool(self.outcomes.waits) or any(submission.retried for submission in self.batch)


class GroupCommit:
    """Judges one batch while another is written. States in memory are right while only this process appends.

    Its user, `Intake`, calls `start_over` and `overtaken` only while neither is under way.
    """

    def __init__(self, pool: Pool, clock: Clock, rules: IntakeRules, hooks: Hooks) -> None:
        self._clock, self._rules, self._hooks = clock, rules, hooks
        self._reading, self._writing = PinnedConnection(pool), PinnedConnection(pool)
        self._streams = StreamStates(rules.commands)
        self._head: Head | None = None
        """The head as it will be once `_ahead` is written; None when it has to be read."""
        self._ahead: deque[PendingAppend] = deque()
        """Judged and not written yet, each built on the one before."""
        self._true_at = ""
        """While `_head` is None: keep the states in memory if the head that is read has this hash."""
        self._looking_up = 0
        """For so many batches nothing is assumed to be new, because repetitions seldom come alone."""
        self.generation = 0
        """Raised whenever what was judged ahead is thrown away."""
        self.retries = RetryLoop(self._writing, rules, self.settle, hooks.announce)
        self._ended = False

    def start_over(self) -> None:
        """After any failure: states in memory and what was judged ahead go, connections are exchanged."""
        self._streams.forget()
        self._drop_ahead()
        self._reading.invalidate()
        self._writing.invalidate()

    def overtaken(self, error: Exception) -> None:
        """The log was not as assumed: what was judged ahead is thrown away, to be judged again.

        The states that were right before it are kept, and used if the head has not moved."""
        if self._ahead:
            self._true_at = self._ahead[0].expected.hash
        for pending in self._ahead:
            self._streams.drop(pending.changed)
        self._drop_ahead()
        if not isinstance(error, HeadMoved):
            self._looking_up = _LOOKED_UP
        metrics.APPEND_RETRIES.labels(self._rules.service).inc()

    def _drop_ahead(self) -> None:
        self._head = None
        self._ahead.clear()
        self.generation += 1

    def refuse_writing(self) -> None:
        """Raises `Rejected` while nothing may be written."""
        if self._ended:
            raise ending()
        self._hooks.refuse_writing()

    def end(self) -> None:
        """Nothing more is written, whatever is under way."""
        self._ended = True

    async def stop(self) -> None:
        await self._reading.give_back()
        await self._writing.give_back()

    async def settle(self, batch: Sequence[Submission]) -> None:
        """Judge and write, again while other processes append first; only while nothing else is written."""
        while True:
            try:
                return await self.write(await self.judge(batch))
            except OVERTAKEN as error:
                self.overtaken(error)
            except BaseException:
                self.start_over()
                raise

    async def judge(self, batch: Sequence[Submission]) -> Judged:
        """Judge a batch as if those ahead of it were in the log already; returns what is to be written."""
        started = time.perf_counter()
        head = self._head or await self._read_head()
        optimistic, self._looking_up = not self._looking_up, max(0, self._looking_up - 1)
        lookups, outcomes, pending = await self._outcomes(batch, head, optimistic=optimistic)
        if lookups.assumed_new is not None and not outcomes.all_recorded:
            self._streams.drop(lookups.assumed_new)
            self._looking_up = _LOOKED_UP
            lookups, outcomes, pending = await self._outcomes(batch, head, optimistic=False)
        self._head = pending.new
        self._ahead.append(pending)
        self._streams.keep(pending.changed)
        self._streams.trim()
        return Judged(batch, outcomes, pending, self.generation, started)

    async def _outcomes(
        self, batch: Sequence[Submission], head: Head, *, optimistic: bool
    ) -> tuple[Lookups, Outcomes, PendingAppend]:
        known, connection = self._rules.known, await self._reading.get()
        unwritten = {key: answer for pending in self._ahead for key, answer in pending.answered.items()}
        lookups = await look_up_for(batch, self._streams, known, unwritten, connection, optimistic=optimistic)
        pending = PendingAppend(head, self._streams, self._clock.now(), self._rules.floor())
        answers = self._rules.answers_for_the_bus
        judgement = Judgement(self.retries.room, lookups, pending, answers_for_the_bus=answers)
        return lookups, judgement.of(batch), pending

    async def _read_head(self) -> Head:
        head = await read_head(await self._reading.get())
        if head.hash != self._true_at:
            self._streams.forget()
        return head

    async def write(self, judged: Judged) -> None:
        """Append in one statement, keep the rest, then answer. In the order in which they were judged."""
        # Asked only now: since it was judged the database may have been put back to a backup.
        self.refuse_writing()
        batch, outcomes, pending = judged.batch, judged.outcomes, judged.pending
        connection = await self._writing.get()
        if pending.empty:
            await self._check_head(connection, pending.expected)
        else:
            await append(
                connection, pending.expected, pending.new, pending.first_recorded, pending.recording()
            )
        self._ahead.popleft()
        await self._keep(batch, outcomes)
        self._answer(batch, outcomes)
        if pending.events:
            _measure(judged)
            self._hooks.on_append()
        await self.retries.after(batch, outcomes, pending)

    async def _check_head(self, connection: Connection, expected: Head) -> None:
        """Where nothing is appended: refusals too must be judged on the log as it is now."""
        if (await read_head(connection)).hash != expected.hash:
            raise HeadMoved

    async def _keep(self, batch: Sequence[Submission], outcomes: Outcomes) -> None:
        refused = [receipt for receipt in outcomes.receipts if receipt and receipt.outcome == "rejected"]
        if refused:
            await keep_refusals(await self._writing.get(), refused)
        await self.retries.keep(batch, outcomes)

    def _answer(self, batch: Sequence[Submission], outcomes: Outcomes) -> None:
        for submission, receipt in zip(batch, outcomes.receipts, strict=True):
            if submission.answer is not None and not submission.answer.done():
                submission.answer.set_result(receipt)


def _measure(judged: Judged) -> None:
    log = judged.pending.new.log
    metrics.APPENDED_EVENTS.labels(log).inc(judged.pending.events)
    metrics.APPEND_SECONDS.labels(log).observe(time.perf_counter() - judged.started)
    metrics.LOG_POSITION.labels(log).set(judged.pending.new.position)


def ending() -> Rejected:
    """Callers whose facts were not written are told to send them again."""
    return Rejected("not_ready", detail="正在停止 it is stopping")
