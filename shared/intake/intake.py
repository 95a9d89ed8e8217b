"""The one way into a log: facts of many callers join one append, and each gets its own outcome."""

import asyncio
from collections import deque
from collections.abc import Callable, Iterable, Sequence

from shared.clock import Clock
from shared.event_log.connection import Pool
from shared.facts.fact import Fact
from shared.facts.receipt import Receipt
from shared.intake.rules import IntakeRules
from shared.intake.settlement import Settlement
from shared.intake.subject import about
from shared.intake.submission import Submission
from shared.intake.surroundings import Named
from shared.logging import get_logger

log = get_logger(__name__)

_LARGEST_BATCH = 1000
_TICK_SECONDS = 1.0


class Intake:
    """Group commit: while one batch is being written, the next one gathers."""

    def __init__(self, pool: Pool, clock: Clock, rules: IntakeRules) -> None:
        self.settlement = Settlement(pool, clock, rules)
        self.refuse_writing: Callable[[], None] = lambda: None
        """Raises `Rejected` while nothing may be written."""
        self._book = rules.book
        self._queue: deque[Submission] = deque()
        self._wake = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Load what waits, then begin to settle."""
        await self.settlement.load()
        self._task = asyncio.create_task(self._run(), name="intake")

    async def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        await self.settlement.stop()

    async def submit(self, facts: Sequence[Fact], *, over_bus: bool) -> list[Receipt | None]:
        """The outcome of each, in order, once it is durable; None for what another service answers.

        Raises what kept the batch from being written, `Rejected("log_halted")` among it: nothing of the
        batch was recorded, or it was and sending it again gives the first outcome.
        """
        self.refuse_writing()
        loop = asyncio.get_running_loop()
        book = self._book
        submissions = [Submission(fact, about(fact, book), over_bus, loop.create_future()) for fact in facts]
        self._queue.extend(submissions)
        self._wake.set()
        answers = [submission.answer for submission in submissions if submission.answer is not None]
        return list(await asyncio.gather(*answers)) if len(answers) != 1 else [await answers[0]]

    def release(self, named: Iterable[Named]) -> None:
        """These are known now: whoever waits for them is tried again."""
        if self.settlement.room.awaits_any() and self.settlement.make_due(named):
            self._wake.set()

    async def _run(self) -> None:
        while True:
            try:
                async with asyncio.timeout(_TICK_SECONDS):
                    await self._wake.wait()
            except TimeoutError:
                pass
            self._wake.clear()
            await self._tend()
            while self._queue:
                await self._settle(self._take())
                await self._tend()

    def _take(self) -> list[Submission]:
        size = min(len(self._queue), _LARGEST_BATCH)
        return [self._queue.popleft() for _ in range(size)]

    async def _tend(self) -> None:
        """What waits and has become due; a failure here is tried again with the next tick."""
        try:
            self.refuse_writing()
            await self.settlement.tend()
        except Exception as error:  # noqa: BLE001  # whatever it was, the rows are still there
            if self.settlement.room:
                log.warning("waiting_facts_not_tended", error=repr(error))

    async def _settle(self, batch: list[Submission]) -> None:
        try:
            # Asked again: while these stood in the queue the database may have been put back to a backup.
            self.refuse_writing()
            await self.settlement.settle(batch)
        except Exception as error:  # noqa: BLE001  # handed to every caller of the batch
            self.settlement.start_over()
            for submission in batch:
                if submission.answer is not None and not submission.answer.done():
                    submission.answer.set_exception(error)
