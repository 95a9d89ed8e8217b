"""At a start of another version: the generation that was built for it answers, instead of an empty one."""

from services.reporting.generations.listed import Generation, listed, live_of
from services.reporting.generations.switching import Decision, switch
from services.reporting.read_model import FIGURES
from shared.clock import Clock
from shared.event_log.connection import Connection, Pool
from shared.instant import microseconds
from shared.logging import get_logger
from shared.read_model.generation import enter
from shared.read_model.statements import aim_at, lock

_log = get_logger(__name__)

_OWN = Decision("reporting", "start of the release that it was built for")


async def adopt_built(pool: Pool, clock: Clock) -> None:
    """Nothing where the one that answers is of this version, or none was built that may answer: found equal,
    signed, or one that has answered before. What it is behind is applied before the service is ready."""
    async with pool.acquire() as connection, connection.transaction():
        await lock(connection, FIGURES.name)
        await connection.execute("set local synchronous_commit = on")
        generations = await listed(connection)
        live = live_of(generations)
        if live.version in (None, FIGURES.version):
            return
        fitting = [each for each in generations if each.version == FIGURES.version and _may_answer(each)]
        if not fitting:
            return
        chosen = fitting[-1]
        await _switch(connection, live, chosen, microseconds(clock.now()))
    _log.warning("generation_adopted", generation=chosen.name, behind=chosen.behind(live.positions))


def _may_answer(generation: Generation) -> bool:
    return generation.built and (generation.approved or generation.answered_before)


async def _switch(connection: Connection, live: Generation, chosen: Generation, now: int) -> None:
    await switch(connection, "start", (live.name, chosen.name), _OWN, chosen.positions, now)
    targets = {
        log: reached
        for log in live.positions
        if (reached := max(live.positions[log], live.targets.get(log, 0)))
    }
    if any(chosen.positions[log] < reached for log, reached in targets.items()):
        await enter(connection, chosen.name)
        await aim_at(connection, FIGURES, targets)
