"""Answering a question about figures: from the maintained cells where they hold it, else by a recount."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from datetime import timedelta

from asyncpg import Record

from services.reporting.cells import read_cells
from services.reporting.checkpoints import read_checkpoints
from services.reporting.document import Form, document
from services.reporting.figures import Figures
from services.reporting.policy import POLICIES
from services.reporting.question import LOGS, Question
from services.reporting.recount import Rows, campaigns_of, organisations_of, recount, rows_of
from services.reporting.subjects import decode
from shared.event_log.connection import Connection, Pool
from shared.instant import EPOCH, microseconds, parse_instant, write_instant
from shared.json_types import JsonObject
from shared.problems import Rejected

_RECOUNTING = ThreadPoolExecutor(max_workers=1, thread_name_prefix="recount")
"""One recount at a time: however many are asked for, the projection keeps its share of the process."""
_ROWS = "select kind, id, entries from subjects where township = $1"
_FEW_ROWS = """
select kind, id, entries from subjects where township = $1 and kind in ('organisation', 'campaign')
"""


@asynccontextmanager
async def snapshot(pool: Pool) -> AsyncIterator[Connection]:
    """Cells, rows and checkpoints of one moment."""
    async with (
        pool.acquire() as connection,
        connection.transaction(isolation="repeatable_read", readonly=True),
    ):
        yield connection


async def positions_of(connection: Connection, asked: Question) -> dict[str, int]:
    """The positions asked for, completed; `position_not_reached` beyond what has been applied."""
    applied = await _applied(connection)
    for log, position in asked.positions.items():
        if position > applied[log]:
            raise Rejected("position_not_reached", log=log, position=str(position), applied=str(applied[log]))
    return {**applied, **asked.positions}


async def log_ids_of(connection: Connection) -> dict[str, str | None]:
    """Of each log that something was applied of."""
    return {log: applied.log_id for log, applied in (await read_checkpoints(connection)).items()}


async def _applied(connection: Connection) -> dict[str, int]:
    checkpoints = await read_checkpoints(connection)
    return {log: checkpoints[log].position if log in checkpoints else 0 for log in LOGS}


async def answer(connection: Connection, asked: Question, positions: Mapping[str, int]) -> JsonObject:
    """The document, on the snapshot that `positions_of` was asked on."""
    records = await connection.fetch(_FEW_ROWS, asked.township)
    town = _rows(records, positions)
    campaign = campaigns_of(town).get(asked.campaign)
    if campaign is None:
        raise Rejected("not_found", what=asked.campaign)
    policy = asked.policy or campaign.policy
    if policy not in POLICIES:
        raise Rejected("unknown_policy", policy=policy)
    until = asked.occurred_until or write_instant(EPOCH + timedelta(microseconds=campaign.ends))
    form = Form(asked.annex, campaign, policy, until, positions)
    organisations = organisations_of(town)
    if await _is_maintained(connection, form):
        kinds = {each: known.kind for each, known in organisations.items()}
        figures = await read_cells(connection, asked.township, campaign.id, kinds.get)
    else:
        everything = await connection.fetch(_ROWS, asked.township)
        figures = await asyncio.get_running_loop().run_in_executor(_RECOUNTING, _recounted, everything, form)
    return document(form, figures, organisations, asked.only)


async def _is_maintained(connection: Connection, form: Form) -> bool:
    """The cells hold the campaign's own policy at the window's end, as far as has been applied."""
    return (
        form.positions == await _applied(connection)
        and form.policy == form.campaign.policy
        and _moment(form) >= form.campaign.ends
    )


def _recounted(records: list[Record], form: Form) -> Figures:
    """Outside of the event loop: a whole town takes a while."""
    rows = _rows(records, form.positions)
    return recount(rows, form.campaign.period(_moment(form)), POLICIES[form.policy])


def _rows(records: list[Record], positions: Mapping[str, int]) -> Rows:
    return rows_of(((kind, subject, decode(entries)) for kind, subject, entries in records), positions)


def _moment(form: Form) -> int:
    return microseconds(parse_instant(form.occurred_until))
