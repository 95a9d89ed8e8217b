"""Which generation answers is a row: cutover and rollback update it, once both are at the same positions."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import partial

import orjson

from services.reporting.generations.at_equal_positions import hold
from services.reporting.generations.comparing import compare
from services.reporting.generations.listed import Generation, listed, live_of, named
from services.reporting.read_model import FIGURES
from shared.clock import Clock
from shared.event_log.connection import Connection, Pool
from shared.instant import microseconds
from shared.json_types import JsonObject
from shared.problems import Rejected
from shared.read_model.statements import lock

KEPT_SECONDS = 24 * 3600
"""For so long the generation that answered before is kept up, so that it can answer again."""

_PASSING = ("generation_behind", "too_busy")
_LEVEL_WITHIN_SECONDS, _HELD_SECONDS, _AGAIN_SECONDS = 10.0, 0.25, 1.0

_SIGN = "update public.generations set signed = $2::jsonb where name = $1"
_KEEP = "update public.generations set kept_until = $2 where name = $1"
_SWITCH = "update public.live_generations set generation = $2 where model = $1"
_SAY = """
insert into public.generation_switches (at, act, from_generation, to_generation, actor, reason, positions)
values ($1, $2, $3, $4, $5, $6, $7::jsonb)
"""
_LAST = """
select from_generation from public.generation_switches where to_generation = $1 order by number desc limit 1
"""


@dataclass(frozen=True, slots=True)
class Decision:
    actor: str
    reason: str


class Switching:
    def __init__(self, pool: Pool, clock: Clock) -> None:
        self._pool, self._clock = pool, clock
        self._turn = asyncio.Lock()

    def _now(self) -> int:
        return microseconds(self._clock.now())

    async def compare(self, name: str) -> JsonObject:
        async with self._turn:
            return await self._compared(name)

    async def sign(self, name: str, difference: str, decision: Decision) -> JsonObject:
        """Takes on the difference that was found last, and that alone."""
        async with self._turn, self._pool.acquire() as connection:
            compared = (await named(connection, name)).compared
            found = None if compared is None else compared["difference"]
            if found is None or found["digest"] != difference:
                raise Rejected("difference_unknown", name=name)
            if not found["adds_up"]:
                raise Rejected("difference_unexplained", name=name)
            signed: JsonObject = {
                "difference": difference, "actor": decision.actor, "reason": decision.reason,
                "at": self._now(),
            }  # fmt: skip
            await connection.execute(_SIGN, name, orjson.dumps(signed).decode())
        return signed

    async def cut_over(self, name: str, decision: Decision) -> JsonObject:
        """After a comparison made now: what was found equal before may have been altered since."""
        async with self._turn:
            compared = await self._compared(name)
            async with self._pool.acquire() as connection:
                found = await named(connection, name)
            if not found.approved:
                raise Rejected("generation_differs", name=name)
            done = await self._level_again(partial(self._switch, "cutover", name, decision))
            return {**done, "compared": compared}

    async def roll_back(self, decision: Decision) -> JsonObject:
        """To the generation that answered before."""
        async with self._turn:
            async with self._pool.acquire() as connection:
                generations = await listed(connection)
                before = await connection.fetchval(_LAST, live_of(generations).name)
            kept = next((each for each in generations if each.name == before), None)
            if kept is None or not kept.answered_before:
                raise Rejected("nothing_to_go_back_to")
            refuse_another_version(kept)
            return {**await self._switch("rollback", kept.name, decision), "compared": None}

    async def drop(self, name: str) -> None:
        async with self._turn, self._pool.acquire() as connection, connection.transaction():
            if (await named(connection, name)).live:
                raise Rejected("generation_answers", name=name)
            await connection.execute("set local lock_timeout = '5s'")
            await lock(connection, name)
            await connection.execute("select public.drop_generation($1)", name)

    async def expired(self) -> list[str]:
        """Those that are kept no longer."""
        async with self._pool.acquire() as connection:
            generations = await listed(connection)
        now = self._now()
        return [each.name for each in generations if each.kept_until is not None and each.kept_until < now]

    async def _compared(self, name: str) -> JsonObject:
        await self._refuse_unless_switchable(name)
        comparing = partial(compare, self._pool, name, self._now(), _HELD_SECONDS)
        return await self._level_again(comparing)

    async def _level_again(self, work: Callable[[], Awaitable[JsonObject]]) -> JsonObject:
        """Whoever keeps the other one up may only just have begun, or be slow for a moment: the live one
        waits a little for it, a few times."""
        deadline = time.monotonic() + _LEVEL_WITHIN_SECONDS
        while True:
            try:
                return await work()
            except Rejected as refusal:
                if refusal.code not in _PASSING or time.monotonic() > deadline:
                    raise
            await asyncio.sleep(_AGAIN_SECONDS)

    async def _refuse_unless_switchable(self, name: str) -> None:
        async with self._pool.acquire() as connection:
            found = await named(connection, name)
        if found.live:
            raise Rejected("generation_answers", name=name)
        if not found.built:
            raise Rejected("generation_not_built", name=name)
        refuse_another_version(found)

    async def _switch(self, act: str, to: str, decision: Decision) -> JsonObject:
        async with self._pool.acquire() as connection, connection.transaction():
            level = await hold(connection, to)
            if level.live == to:  # another process has switched meanwhile
                raise Rejected("generation_answers", name=to)
            now = self._now()
            await switch(connection, act, (level.live, to), decision, level.positions, now)
        told: JsonObject = {"act": act, "from": level.live, "to": to, "positions": dict(level.positions)}
        return {**told, "at": now, "actor": decision.actor, "reason": decision.reason}


def refuse_another_version(found: Generation) -> None:
    if found.version != FIGURES.version:
        versions = {"found": str(found.version), "own": str(FIGURES.version)}
        raise Rejected("generation_of_another_version", name=found.name, **versions)


async def switch(
    connection: Connection,
    act: str,
    generations: tuple[str, str],
    decision: Decision,
    positions: Mapping[str, int],
    now: int,
) -> None:
    """From the first to the second, in the transaction in which nobody else writes to the live one."""
    before, after = generations
    await connection.execute("select pg_advisory_xact_lock(hashtext($1))", after)
    await connection.execute(_SWITCH, FIGURES.name, after)
    await connection.execute(_KEEP, before, now + KEPT_SECONDS * 1_000_000)
    await connection.execute(_KEEP, after, None)
    await connection.execute("select public.close_generation($1)", after)
    written = orjson.dumps(positions).decode()
    await connection.execute(_SAY, now, act, before, after, decision.actor, decision.reason, written)
