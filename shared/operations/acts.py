"""What operators and auditors do to a service, on record: who, when, what, why, and what came of it.

An act is written down before it is done, so that none is done unseen; its outcome is added once.
"""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import orjson
from fastapi import Request

from shared.clock import Clock
from shared.event_log.connection import Pool
from shared.facts.account import Account
from shared.json_types import JsonObject
from shared.problems import Rejected

_BEGIN = """
insert into acts (at, township, of_all_towns, actor, act, target, reason)
values ($1, $2, $3, $4, $5, $6, $7) returning number
"""
_END = "update acts set outcome = $2::jsonb where number = $1"
_COLUMNS = "number, at, actor, act, target, reason, of_all_towns, outcome"
_SEEN = "(township = $1 or of_all_towns)"
_LISTED = f"select {_COLUMNS} from acts where {_SEEN} and number < $2 order by number desc limit $3"  # noqa: S608  # constants
_ONE = f"select {_COLUMNS} from acts where {_SEEN} and number = $2"  # noqa: S608  # likewise
_SINCE = """
select 1 from acts where township = $1 and actor = $2 and act = $3 and at >= $4 and at <= $5 limit 1
"""


@dataclass(frozen=True, slots=True)
class Act:
    number: int
    at: datetime
    actor: str
    act: str
    target: str
    reason: str
    of_all_towns: bool
    outcome: Mapping[str, Any] | None


@dataclass(slots=True)
class Record:
    """Of an act that is being done. What is put to `outcome` is kept with it."""

    number: int
    outcome: JsonObject = field(default_factory=dict)


class Acts:
    def __init__(self, pool: Pool, clock: Clock) -> None:
        self._pool, self._clock = pool, clock

    @asynccontextmanager
    async def on_record(
        self, account: Account, act: str, target: str = "", reason: str = "", *, of_all_towns: bool = False
    ) -> AsyncIterator[Record]:
        """Around the act. A refusal is an outcome too."""
        now = self._clock.now()
        number: int = await self._pool.fetchval(
            _BEGIN, now, account.township, of_all_towns, account.name, act, target, reason
        )
        record = Record(number)
        try:
            yield record
        except Rejected as refusal:
            await self._end(number, {"refused": refusal.code})
            raise
        except Exception:
            await self._end(number, {"refused": "internal_error"})
            raise
        await self._end(number, record.outcome)

    async def _end(self, number: int, outcome: JsonObject) -> None:
        await self._pool.execute(_END, number, orjson.dumps(outcome).decode())

    async def listed(self, township: str, before: int, limit: int) -> list[Act]:
        """The newest first: those of the town, and what was done to the deployment by whomever."""
        return [_act(row) for row in await self._pool.fetch(_LISTED, township, before, limit)]

    async def read(self, township: str, number: int) -> Act:
        row = await self._pool.fetchrow(_ONE, township, number)
        if row is None:
            raise Rejected("not_found", what=str(number))
        return _act(row)

    async def did_within(self, account: Account, act: str, span: timedelta) -> bool:
        now = self._clock.now()
        found = await self._pool.fetchval(_SINCE, account.township, account.name, act, now - span, now)
        return found is not None


def acts_of(request: Request) -> Acts:
    """Of the service that is asked."""
    acts: Acts = request.app.state.acts
    return acts


def _act(row: Mapping[str, Any]) -> Act:
    outcome = row["outcome"]
    return Act(**{**row, "outcome": None if outcome is None else orjson.loads(outcome)})
