"""One deadline's statement: read as of one moment, signed in the same transaction."""

import asyncio
from datetime import datetime
from typing import Any

import orjson

from services.notifications.policy.policy import Policy
from services.notifications.recount.comparing import Debt, Missing, Row, missing
from services.notifications.recount.debts import Kept, report_debts
from services.notifications.recount.reading import load_kept, rows_of_reports, towns
from services.notifications.reminders.row import COLUMNS, reminder_of
from services.notifications.rules.periods import Period, period_of
from services.notifications.rules.report_subject import ReportSubject, SummarySubject
from services.notifications.statements.body import body_of
from services.notifications.statements.signed import Deadline, Statement, edition_of
from shared.clock import Clock
from shared.event_log.connection import Connection, Pool
from shared.instant import write_instant
from shared.json_types import JsonObject
from shared.problems import Rejected
from shared.signing import SigningKey

_VIEW = "select view from subjects where township = $1 and kind = $2 and id = $3"
_NAMES = "select id, view ->> 'name' as name from subjects where township = $1 and kind = 'organisation'"
_ROWS = f"select {COLUMNS} from reminders where township = $1 and subject = any($2::text[])"  # noqa: S608 - constants alone
_RELEASED = "select at from released where township = $1 and campaign = $2 and period = $3"
_NOTHING: Any = {"places": {}}


async def statement(pool: Pool, of: Deadline, policy: Policy, key: SigningKey, clock: Clock) -> Statement:
    """`not_found` for a campaign or period that nobody knows."""
    async with pool.acquire() as connection, connection.transaction():
        campaign = await _view(connection, of.township, "campaign", of.campaign)
        period = period_of(campaign, of.period)
        if period is None:
            raise Rejected("not_found", what=f"{of.campaign} {of.period}")
        filers = await _filers(connection, of, campaign)
        heads = await _heads(connection, of)
        subjects = [str(each["subject"]) for each in (*filers, heads)]
        rows = [reminder_of(row) for row in await connection.fetch(_ROWS, of.township, subjects)]
        lacking = await _missing(connection, of, policy, clock.now(), subjects)
        body = body_of(_deadline(of, period, clock), filers, heads, rows, lacking, policy)
        return await edition_of(connection, of, body, key, clock.now())


def _deadline(of: Deadline, period: Period, clock: Clock) -> JsonObject:
    document: JsonObject = {
        "statement": "reminders of a deadline 催报情况说明",
        "version": 2,
        "township": of.township,
        "campaign": of.campaign,
        "period": period.key,
        "period_name": period.name,
        "deadline": write_instant(period.deadline),
    }
    return document if clock.demo is None else document | {"demo_clock": True}


async def _view(connection: Connection, township: str, kind: str, id_: str) -> Any:
    view = await connection.fetchval(_VIEW, township, kind, id_)
    return {} if view is None else orjson.loads(view)


async def _filers(connection: Connection, of: Deadline, campaign: Any) -> list[JsonObject]:
    filing: Any = await _view(connection, of.township, "filing", of.campaign) or _NOTHING
    names = {row["id"]: row["name"] for row in await connection.fetch(_NAMES, of.township)}
    found: list[JsonObject] = []
    for filer in (*campaign["departments"], *campaign["villages"]):
        place = filing["places"].get(f"{of.period}/{filer}", {})
        found.append(
            {
                "subject": str(ReportSubject(of.campaign, of.period, filer)),
                "filer": filer,
                "name": names.get(filer) or filer,
                "state": place.get("state", "none"),
                "since": place.get("since"),
            }
        )
    return found


async def _heads(connection: Connection, of: Deadline) -> JsonObject:
    """Their one summary: owed once the safety office has released it."""
    released = await connection.fetchval(_RELEASED, *of)
    return {
        "subject": str(SummarySubject(of.campaign, of.period)),
        "released": None if released is None else write_instant(released),
    }


async def _missing(
    connection: Connection, of: Deadline, policy: Policy, now: datetime, subjects: list[str]
) -> list[Missing]:
    since = (await towns(connection)).get(of.township)
    if since is None:
        return []
    kept = await load_kept(connection, of.township, policy, since, now)
    table = await rows_of_reports(connection, of.township)
    return await asyncio.to_thread(_lacking, kept, of.campaign, subjects, table)


def _lacking(kept: Kept, campaign: str, subjects: list[str], table: list[Row]) -> list[Missing]:
    owed: list[Debt] = []
    for subject, of_subject in report_debts(kept, campaign).items():
        if subject in subjects:
            owed += of_subject
    return list(missing(owed, table, kept.contacts))
