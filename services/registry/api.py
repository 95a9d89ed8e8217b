"""What people and programs read of the registry: organisations, officials, campaigns, and their units."""

from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Depends, Query, Request

from services.registry.answers import CampaignsAnswer, OfficialsAnswer, OrganisationsAnswer, UnitsAnswer
from services.registry.entries import official_at
from shared.clock import Clock
from shared.event_log.connection import Pool
from shared.facts.account import Account
from shared.http.parameters import Name
from shared.identity.dependencies import BeyondFigures, CurrentAccount
from shared.read_model.answering import only_whole

router = APIRouter(tags=["registry"], dependencies=[Depends(only_whole)])

PAGE = 100
_LARGEST_PAGE = 1000
_LIST = "select document from directory where township = $1 and kind = $2 order by id"
_UNITS = """
select id, document from directory
where township = $1 and kind = 'unit' and id > $2 and ($4 or village = any($5) or department = any($5))
order by id limit $3
"""


def _pool(request: Request) -> Pool:
    pool: Pool = request.app.state.pool
    return pool


def _clock(request: Request) -> Clock:
    clock: Clock = request.app.state.clock
    return clock


Database = Annotated[Pool, Depends(_pool)]
TheClock = Annotated[Clock, Depends(_clock)]


async def listed(pool: Pool, account: Account, kind: str) -> list[Any]:
    rows = await pool.fetch(_LIST, account.township, kind)
    return [orjson.loads(row["document"]) for row in rows]


@router.get(
    "/organisations",
    summary="Filers, groups and receivers; 组织",
    responses={200: {"model": OrganisationsAnswer}},
)
async def organisations(account: CurrentAccount, pool: Database) -> dict[str, Any]:
    """Villages, departments, the safety office, working groups, and the district departments to refer to."""
    return {"organisations": await listed(pool, account, "organisation")}


@router.get("/officials", summary="Officials; 干部", responses={200: {"model": OfficialsAnswer}})
async def officials(account: BeyondFigures, pool: Database, clock: TheClock) -> dict[str, Any]:
    """`leader` is true while the official holds an office that says so: now, by the service's clock."""
    now = clock.now()
    return {"officials": [official_at(each, now) for each in await listed(pool, account, "official")]}


@router.get("/campaigns", summary="Campaigns; 行动", responses={200: {"model": CampaignsAnswer}})
async def campaigns(account: CurrentAccount, pool: Database) -> dict[str, Any]:
    """The window is from the first moment up to, not including, the second."""
    return {"campaigns": await listed(pool, account, "campaign")}


@router.get(
    "/units", summary="Regulated units, page by page; 监管单位", responses={200: {"model": UnitsAnswer}}
)
async def units(
    account: BeyondFigures,
    pool: Database,
    after: Annotated[Name, Query(description="The `next` of the page before.")] = "",
    limit: Annotated[int, Query(ge=1, le=_LARGEST_PAGE)] = PAGE,
) -> dict[str, Any]:
    """By id. A village or a department sees its own; `next` is absent on the last page."""
    own = sorted(account.organisations)
    rows = await pool.fetch(_UNITS, account.township, after, limit, account.sees_every_filer, own)
    answer: dict[str, Any] = {"units": [orjson.loads(row["document"]) for row in rows]}
    if len(rows) == limit:
        answer["next"] = rows[-1]["id"]
    return answer
