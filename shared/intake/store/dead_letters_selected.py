"""Open dead letters by cause, and a filtered many of them: how many, and which."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from shared.event_log.connection import Pool
from shared.intake.store.dead_letters import count_open
from shared.problems import Rejected

MOST_AT_ONCE = 100
"""Retried or skipped by one act; the rest by the next."""
_MOST_CAUSES = 200

_CAUSES = """
select code, publisher, count(*) as many, min(arrived) as oldest, max(arrived) as newest
from dead_letters where township in ('', $1) and state = 'open'
group by code, publisher order by many desc, code, publisher limit $2
"""
_CHOSEN = """
select number from dead_letters
where township in ('', $1) and state = 'open' and ($2::text is null or code = $2)
  and ($3::text is null or publisher = $3) and number <= $4
order by number limit $5
"""
_MANY = """
select count(*) from dead_letters
where township in ('', $1) and state = 'open' and ($2::text is null or code = $2)
  and ($3::text is null or publisher = $3)
"""
_SKIP = """
update dead_letters set state = 'skipped', note = $3
where township in ('', $1) and number = any($2::bigint[]) and state = 'open' returning number
"""
_NO_END = 2**62


class LettersOfCause(NamedTuple):
    code: str
    publisher: str
    many: int
    oldest: datetime
    newest: datetime


@dataclass(frozen=True, slots=True)
class LetterFilter:
    code: str | None
    publisher: str | None

    def __str__(self) -> str:
        return f"code={self.code or '*'}, publisher={self.publisher or '*'}"


@dataclass(frozen=True, slots=True)
class ChosenLetters:
    """What one act takes, of `many`."""

    numbers: list[int]
    many: int

    @property
    def last(self) -> int:
        return self.numbers[-1] if self.numbers else 0


async def letters_by_cause(pool: Pool, township: str) -> list[LettersOfCause]:
    """The most frequent cause first."""
    return [LettersOfCause(*row) for row in await pool.fetch(_CAUSES, township, _MOST_CAUSES)]


async def choose(pool: Pool, township: str, by: LetterFilter) -> ChosenLetters:
    numbers = await _numbers(pool, township, by, _NO_END)
    many = await pool.fetchval(_MANY, township, by.code, by.publisher)
    return ChosenLetters(numbers, many)


async def chosen_again(pool: Pool, township: str, by: LetterFilter, *, last: int, expected: int) -> list[int]:
    """Those that were counted before, up to the `last` of them. Raises `selection_changed` where somebody has
    decided on some of them meanwhile."""
    numbers = await _numbers(pool, township, by, last)
    if len(numbers) != expected:
        raise Rejected("selection_changed", expected=str(expected), found=str(len(numbers)))
    return numbers


async def skip_all(pool: Pool, township: str, numbers: list[int], reason: str) -> int:
    """How many were still open."""
    async with pool.acquire() as connection:
        done = await connection.fetch(_SKIP, township, numbers, reason)
        await count_open(connection)
    return len(done)


async def _numbers(pool: Pool, township: str, by: LetterFilter, last: int) -> list[int]:
    rows = await pool.fetch(_CHOSEN, township, by.code, by.publisher, last, MOST_AT_ONCE)
    return [row["number"] for row in rows]
