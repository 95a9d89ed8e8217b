"""A town's reminders, counted anew: all read as of one moment, thought through beside the event loop."""

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from services.notifications.policy.policy import Policy
from services.notifications.recount.comparing import Debt, Row, missing
from services.notifications.recount.debts import Kept, hazard_debts, report_debts
from services.notifications.recount.reading import (
    HazardKept,
    hazards_kept,
    load_kept,
    rows_of,
    rows_of_reports,
    technical_rows,
    troubles_of,
)
from services.notifications.recount.result import Found
from services.notifications.recount.surplus import surplus_of_hazard, surplus_of_reports
from services.notifications.recount.technical import technical_debts
from shared.event_log.connection import Pool


async def recount(pool: Pool, township: str, policy: Policy, since: datetime, now: datetime) -> Found:
    """`since`: from when on the town is reminded. Writes nothing."""
    found = Found()
    async with (
        pool.acquire() as connection,
        connection.transaction(isolation="repeatable_read", readonly=True),
    ):
        kept = await load_kept(connection, township, policy, since, now)
        rows = await rows_of_reports(connection, township)
        await asyncio.to_thread(_reports, kept, rows, found)
        troubles = await troubles_of(connection, township)
        _compare(kept, technical_debts(kept, troubles), await technical_rows(connection, township), found)
        async for hazards in hazards_kept(connection, township):
            subjects = [f"hazard/{each.id}" for each in hazards]
            rows = await rows_of(connection, township, subjects)
            await asyncio.to_thread(_hazards, kept, hazards, rows, found)
    return found


def _reports(kept: Kept, rows: Sequence[Row], found: Found) -> None:
    debts: list[Debt] = []
    for campaign in kept.campaigns:
        for of_subject in report_debts(kept, campaign).values():
            debts += of_subject
    _compare(kept, debts, rows, found)
    found.surplus += surplus_of_reports(kept, rows)


def _hazards(kept: Kept, hazards: Iterable[HazardKept], rows: Iterable[Row], found: Found) -> None:
    of_subject: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        of_subject[row.subject].append(row)
    for each in hazards:
        own = of_subject[f"hazard/{each.id}"]
        _compare(kept, hazard_debts(kept, each.id, each.entries, each.unit), own, found)
        found.surplus += surplus_of_hazard(kept, each.id, each.entries, each.unit, own)


def _compare(kept: Kept, debts: Sequence[Debt], rows: Sequence[Row], found: Found) -> None:
    found.owed += len(debts)
    found.count(rows, kept.now.at)
    found.missing += missing(debts, rows, kept.contacts)
