"""The queue into a log: facts of many callers share one append, and each gets its own outcome."""

import asyncio
import time
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from shared.bus.connect import stop_process
from shared.clock import Clock
from shared.event_log.connection import Pool
from shared.facts.fact import Fact, FactKey
from shared.facts.receipt import Receipt
from shared.intake.commit.group_commit import OVERTAKEN, GroupCommit, Judged, ending
from shared.intake.judging.about import about
from shared.intake.judging.lookups import Named
from shared.intake.judging.rules import IntakeRules
from shared.intake.judging.submission import Submission
from shared.intake.judging.waiting_line import Waiting
from shared.intake.waiting.dismissal import Dismissal
from shared.intake.waiting.hooks import Hooks
from shared.logging import get_logger
from shared.problems import Rejected

log = get_logger(__name__)

_LARGEST_BATCH = 1000
_NOT_HALVED = 8
"""A batch up to this size is not halved: a second sync would cost more than judging ahead saves."""
_TICK_SECONDS, _DISMISSED_WITHIN_SECONDS = 1.0, 30.0


@dataclass(frozen=True, slots=True)
class Writing:
    """The batch on its way to the database."""

    judged: Judged
    task: "asyncio.Task[None]"


class Intake:
    """While one batch is being written, the next is judged, and the one after it gathers here."""

    def __init__(self, pool: Pool, clock: Clock, rules: IntakeRules, hooks: Hooks) -> None:
        self.group_commit = GroupCommit(pool, clock, rules, hooks)
        self.retries = self.group_commit.retries
        self._commands = rules.commands
        self._queue: deque[Submission] = deque()
        self._writing: Writing | None = None
        self._tend_after = 0.0
        self._wake = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Load what waits, then begin to take facts in."""
        await self.retries.load()
        self._task = asyncio.create_task(self._run(), name="intake")
        self._task.add_done_callback(self._ended)

    async def stop(self) -> None:
        """Callers that still wait for an answer are told to send again."""
        self.group_commit.end()
        writing = None if self._writing is None else self._writing.task
        running = [task for task in (self._task, writing) if task is not None]
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
        unwritten = () if self._writing is None else self._writing.judged.batch
        for batch in (unwritten, self._queue):
            _tell(batch, ending())
        await self.group_commit.stop()

    def _ended(self, task: "asyncio.Task[None]") -> None:
        """If the task fails, which should not happen, the process ends: callers would wait for ever."""
        if not task.cancelled():
            log.error("intake_ended", error=repr(task.exception()), exc_info=task.exception())
            stop_process()

    async def submit(self, facts: Sequence[Fact], *, over_bus: bool) -> list[Receipt | None]:
        """The outcome of each, in order, once it is durable; None for what another service answers.

        Raises what kept the batch from being written, `Rejected("log_halted")` among it: nothing of the
        batch was recorded, or it was and sending it again gives the first outcome.
        """
        self.group_commit.refuse_writing()
        loop, commands = asyncio.get_running_loop(), self._commands
        answers = [loop.create_future() for _ in facts]
        self._queue.extend(
            Submission(fact, about(fact, commands), over_bus, answer, answers)
            for fact, answer in zip(facts, answers, strict=True)
        )
        self._wake.set()
        return list(await asyncio.gather(*answers)) if len(answers) != 1 else [await answers[0]]

    def release(self, named: Iterable[Named]) -> None:
        """These are known now: facts that wait for them are tried again."""
        if self.retries.room.awaits_any() and self.retries.release(named):
            self._wake.set()

    def try_again(self, waiting: Iterable[Waiting]) -> None:
        """At an operator's word; what they wait for may be known without anybody having said so here."""
        self.retries.try_again(waiting)
        self._wake.set()

    async def dismiss(self, keys: Sequence[FactKey], why: Rejected) -> int:
        """These are refused with `why` and wait no longer; how many of them still did."""
        self.group_commit.refuse_writing()
        answer: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self.retries.dismiss(Dismissal(keys, why, answer))
        self._wake.set()
        try:
            async with asyncio.timeout(_DISMISSED_WITHIN_SECONDS):
                return await answer
        except TimeoutError:
            raise Rejected("not_ready", detail="数据库暂不可用 the database is away") from None

    async def _run(self) -> None:
        while True:
            self._wake.clear()
            if self.retries.needed and time.monotonic() >= self._tend_after:
                await self._written()
                await self._tend()
            if self._writing is not None and self._writing.task.done():
                await self._written()
            elif self._worth_judging():
                await self._settle(self._take())
            elif not (self.retries.unfinished and time.monotonic() >= self._tend_after):
                await self._woken()

    async def _woken(self) -> None:
        try:
            async with asyncio.timeout(_TICK_SECONDS):
                await self._wake.wait()
        except TimeoutError:
            pass

    def _worth_judging(self) -> bool:
        """While many are being written, gather at least half as many before judging: they share one sync."""
        return bool(self._queue) and len(self._queue) >= self._in_writing() // 2

    def _take(self) -> list[Submission]:
        """Half of all that is queued or being written, so that judging and writing take about as long."""
        half = (len(self._queue) + self._in_writing() + 1) // 2
        size = min(len(self._queue), max(half, _NOT_HALVED), _LARGEST_BATCH)
        return _open([self._queue.popleft() for _ in range(size)])

    def _in_writing(self) -> int:
        return 0 if self._writing is None else len(self._writing.judged.batch)

    async def _settle(self, batch: list[Submission]) -> None:
        try:
            judged = await self._judged_beside_writing(batch)
        except asyncio.CancelledError:
            _tell(batch, ending())
            raise
        if judged is None:
            return
        task = asyncio.create_task(self.group_commit.write(judged), name="intake writing")
        task.add_done_callback(lambda _: self._wake.set())
        self._writing = Writing(judged, task)
        # Lets the write be sent first: judging the next batch may never pause.
        await asyncio.sleep(0)
        if judged.changes_who_waits:
            await self._written()

    async def _judged_beside_writing(self, batch: list[Submission]) -> Judged | None:
        """Judges while the batch before is written, and again if that write did not go as assumed."""
        if any(submission.about.stream is None for submission in batch):
            # The fact that a voiding takes back is looked up in the log.
            await self._written()
        judged = await self._judged(batch)
        await self._written()
        while judged is not None and judged.generation != self.group_commit.generation:
            judged = await self._judged(_open(batch))
        return judged

    async def _judged(self, batch: list[Submission]) -> Judged | None:
        """None when there is nothing to judge, or it failed and the callers were told."""
        if not batch:
            return None
        try:
            return await self.group_commit.judge(batch)
        except Exception as error:  # noqa: BLE001  # handed to every caller of the batch
            await self._written()
            self._fail(batch, error)
            return None

    async def _written(self) -> None:
        """Wait until nothing is being written; a batch that was overtaken is judged and written again."""
        if self._writing is None:
            return
        batch = self._writing.judged.batch
        try:
            try:
                await self._writing.task
            except OVERTAKEN as error:
                self.group_commit.overtaken(error)
                await self.group_commit.settle(batch)
        except Exception as error:  # noqa: BLE001  # handed to every caller of the batch
            self._fail(batch, error)
        self._writing = None

    def _fail(self, batch: Sequence[Submission], error: Exception) -> None:
        """It may have been written all the same, so everything that waits is tried again."""
        self.group_commit.start_over()
        self.retries.try_all_again()
        _tell(batch, error)

    async def _tend(self) -> None:
        """One step of the retry loop; if it fails, again at the next tick."""
        try:
            self.group_commit.refuse_writing()
            await self.retries.tend()
        except Exception as error:  # noqa: BLE001  # whatever it was, the rows are still there
            log.warning("waiting_facts_not_tended", error=repr(error))
            self._tend_after = time.monotonic() + _TICK_SECONDS
            return
        stuck = self.retries.needed and not self.retries.unfinished
        self._tend_after = time.monotonic() + _TICK_SECONDS if stuck else 0.0


def _open(batch: Sequence[Submission]) -> list[Submission]:
    """Without those that were answered already, because another fact of the same call failed."""
    return [submission for submission in batch if submission.answer is None or not submission.answer.done()]


def _tell(batch: Iterable[Submission], error: Exception) -> None:
    """Raise it in the calls of these facts, for all facts of each call."""
    for submission in batch:
        for answer in submission.call:
            if not answer.done():
                answer.set_exception(error)
