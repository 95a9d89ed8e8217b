"""How reporting stands, for the console: its log, what it reads, its generations, its shadow."""

from collections.abc import Mapping, Sequence

from starlette.datastructures import State

from services.reporting.generations.listed import listed
from services.reporting.generations.under_way import Pace, under_way
from services.reporting.pages.standing_rows import generations_row, shadow_row
from services.reporting.shadow.telling import ShadowStanding
from shared.event_log.connection import Pool
from shared.facts.account import Account
from shared.follower.follower import Follower
from shared.operations.acts import Acts
from shared.operations.looking_at_log import look_at_log
from shared.operations.looking_at_reading import look_at_follower, look_at_read_model
from shared.operations.row import Row
from shared.operations.rows.of_reading import FIGURES_LATE
from shared.operations.standing import Standing


def operated(state: State, service: str, followers: Mapping[str, Follower]) -> Standing:
    """What the console's pages work with, put on `state` once everything else is there."""
    standing = state.standing = Standing(service)
    state.acts, state.rebuild_pace = Acts(state.pool, state.clock), Pace()
    look_at_log(standing, state)
    for log, follower in followers.items():
        look_at_follower(standing, log, follower, FIGURES_LATE)
    look_at_read_model(standing, state.read_model)
    _look_at_generations(standing, state.pool, state.shadow_standing)
    return standing


def _look_at_generations(standing: Standing, pool: Pool, shadow: ShadowStanding) -> None:
    async def look(_: Account) -> Sequence[Row]:
        async with pool.acquire() as connection:
            generations, building = await listed(connection), await under_way(connection)
        found = await shadow.look()
        return [generations_row(generations, building), shadow_row(found, on=shadow.hours > 0)]

    standing.add("generations", look)
