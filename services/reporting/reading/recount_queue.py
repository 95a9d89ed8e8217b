"""Folding a town off the event loop, one at a time and each account in its turn."""

import asyncio
from collections.abc import Callable, Coroutine, Hashable, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Event
from typing import Any, TypeAlias, TypeVar

from asyncpg import Record

from services.reporting.counting.figures import Figures
from services.reporting.counting.period import Period
from services.reporting.counting.policy import POLICIES
from services.reporting.counting.recount import recount
from services.reporting.reading.asked_form import Form
from services.reporting.reading.question import Question
from services.reporting.settled.counting import settled_figures
from services.reporting.settled.statements import Then
from services.reporting.subjects.as_recorded import rows_in
from services.reporting.turns.giving_up import until
from services.reporting.turns.turns import Turns
from shared.event_log.connection import Pool
from shared.problems import Rejected
from shared.read_model.generation import reading
from shared.service.garbage import uncollected

MOST_MIB = 256
"""Of entries as stored; counting takes several times that. A real town has a few."""
WALKED_MIB = 32
"""Of a town that is walked over event by event, which takes some thirty times that."""
_AT_ONCE = 2_000
_ROWS = "select kind, id, entries from subjects where township = $1"

Answer = TypeVar("Answer")
Fold: TypeAlias = Callable[[Iterable[Record], Form, Event], Answer]
"""From kind, id and entries as they are stored. Raises `GivenUp` soon after the event is set."""


class Recounting:
    """Who waits for a turn holds neither a connection nor the rows of a town; who counts, no connection."""

    def __init__(self, pool: Pool) -> None:
        self.turns, self.short_turns = Turns[Any]("recount"), Turns[Any]("kept rows")
        self._pool = pool
        # One thread even where the asker has gone and the turn is the next one's.
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="recount")
        self._short_thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="kept-rows")

    async def figures(self, asked: Question, form: Form) -> Figures:
        """Both forms are of one recount: of what has changed since, where the marks kept tell the rest."""

        async def work() -> Figures:
            kept = await self._from_kept_marks(asked.township, form)
            return await self._whole_town(asked, form, recounted, MOST_MIB) if kept is None else kept

        figures: Figures = await self._in_turn(asked, form, "figures", work)
        return figures

    async def of_town(
        self,
        asked: Question,
        form: Form,
        about: Hashable,
        fold: Fold[Answer],
        *,
        most_mib: int | None = None,
    ) -> Answer:
        """What `fold` makes of the rows of the town; what it is `about` tells equal questions from others.

        Entries are only ever added, so that rows read later hold what held at the form's positions.
        """

        most = MOST_MIB if most_mib is None else most_mib
        work = partial(self._whole_town, asked, form, fold, most)
        answer: Answer = await self._in_turn(asked, form, about, work)
        return answer

    async def of_these(
        self, asked: Question, form: Form, about: Hashable, fold: Callable[[Event], Answer]
    ) -> Answer:
        """What `fold` makes of a few rows that were read already: it does not wait for whole towns."""
        work = partial(_beside, self._short_thread, fold)
        answer: Answer = await self.short_turns.answer(asked.asker, (about, asked.township, form.key), work)
        return answer

    async def _in_turn(
        self, asked: Question, form: Form, about: Hashable, work: Callable[[], Coroutine[Any, Any, Answer]]
    ) -> Answer:
        answer: Answer = await self.turns.answer(asked.asker, (about, asked.township, form.key), work)
        return answer

    async def _from_kept_marks(self, township: str, form: Form) -> Figures | None:
        """None where only the whole town tells."""
        if form.policy != form.campaign.policy:
            return None
        then = Then(township, form.positions, min(form.moment, form.campaign.ends), form.generation)
        beside = partial(_beside, self._thread)
        return await settled_figures(self._pool, then, form.campaign, beside, MOST_MIB * 1024 * 1024)

    async def _whole_town(self, asked: Question, form: Form, fold: Fold[Answer], most_mib: int) -> Answer:
        records = await self._read(asked.township, form.generation, most_mib)
        return await _beside(self._thread, partial(fold, records, form))

    async def _read(self, township: str, generation: str, most_mib: int) -> list[Record]:
        """Raises `Rejected` where counting would take more memory than a service may."""
        found: list[Record] = []
        size = 0
        async with reading(self._pool, generation) as connection:
            cursor = await connection.cursor(_ROWS, township)
            while some := await cursor.fetch(_AT_ONCE):
                found += some
                size += sum(len(record["entries"]) for record in some)
                if size > most_mib * 1024 * 1024:
                    raise Rejected("town_too_large", limit=str(most_mib))
        return found


async def _beside(thread: ThreadPoolExecutor, fold: Callable[[Event], Answer]) -> Answer:
    """In the thread, until nobody waits for it any more."""
    given_up = Event()
    try:
        work = partial(_uncollected, fold, given_up)
        return await asyncio.get_running_loop().run_in_executor(thread, work)
    finally:
        given_up.set()


def _uncollected(fold: Callable[[Event], Answer], given_up: Event) -> Answer:
    with uncollected():
        return fold(given_up)


def recounted(records: Iterable[Record], form: Form, given_up: Event) -> Figures:
    """Raises `GivenUp` soon after that is set."""
    rows = rows_in(until(given_up, records), form.positions)
    period = Period.of(form.campaign, form.moment)
    return recount(rows, period, POLICIES[form.policy], partial(until, given_up))
