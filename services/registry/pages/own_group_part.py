"""本组: a part of a leader's desk. It names the filers; what they have filed another service knows."""

from typing import Annotated, cast
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request, Response

from services.registry.api import listed
from services.registry.pages.own_group import own_groups
from services.registry.working_group import WORKING_GROUP
from shared.aggregates.organisation_kinds import WORKING_GROUP as GROUP_KIND
from shared.clock import Clock
from shared.event_log.connection import Pool
from shared.event_log.read import read_streams
from shared.events.registry import WorkingGroupFormed
from shared.events.stream_id import stream_of
from shared.facts.account import Account, Person
from shared.identity.dependencies import require_role
from shared.intake.judging.stream_states import recorded
from shared.pages.drawing import Drawing
from shared.read_model.answering import only_whole

router = APIRouter(include_in_schema=False, dependencies=[Depends(only_whole)])
Leader = Annotated[Account, Depends(require_role("leader"))]


@router.get("/pages/parts/own-group")
async def own_group(request: Request, account: Leader) -> Response:
    """Empty for who is a member of none."""
    pool: Pool = request.app.state.pool
    person = account.person or Person("")
    officials = {each["id"]: each["name"] for each in await listed(pool, account, "official")}
    found = own_groups(person, officials, await _formed(request, pool, account))
    drawing: Drawing = request.app.state.drawing
    shown = [(group.name, _filers(group.filers)) for group in found]
    return drawing.page(request, "own_group.html", groups=shown)


def _filers(filers: tuple[str, ...]) -> str:
    """The part of the service that knows where they stand."""
    return f"/reporting/pages/parts/filers?{urlencode([('filer', filer) for filer in filers])}"


async def _formed(request: Request, pool: Pool, account: Account) -> list[tuple[str, WorkingGroupFormed]]:
    """As last formed by now."""
    clock: Clock = request.app.state.clock
    organisations = await listed(pool, account, "organisation")
    names = {each["id"]: each["name"] for each in organisations if each["kind"] == GROUP_KIND}
    streams = {stream_of(account.township, GROUP_KIND, group): name for group, name in names.items()}
    async with pool.acquire() as connection:
        stored = await read_streams(connection, list(streams))
    found = []
    for stream, name in streams.items():
        entries = [recorded(each.raw) for each in stored if each.stream == stream]
        held = WORKING_GROUP.restore(entries).as_of(clock.now())
        if held:
            found.append((name, cast("WorkingGroupFormed", held[-1].data)))
    return found
