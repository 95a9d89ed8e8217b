"""What rules look at, read in the caller's transaction."""

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from datetime import datetime
from typing import Any, TypeAlias

import orjson

from services.notifications.policy.policy import Policy
from services.notifications.rules.report_subject import SummarySubject
from services.notifications.rules.town import Town, View
from shared.event_log.connection import Connection

Failed: TypeAlias = Mapping[tuple[str, str, datetime], AbstractSet[tuple[str, str]]]
_SMALL = {
    "campaign": "campaigns",
    "filing": "filings",
    "organisation": "organisations",
    "official": "officials",
    "working_group": "groups",
}
_VIEWS = "select kind, id, view from subjects where township = $1 and kind = any($2::text[])"
_RUNG = "select subject from rung where township = $1 and recipient = ''"
_RELEASED = "select campaign, period, at from released where township = $1"
_HAZARDS = """
select h.id, h.view as hazard, u.view as unit
from subjects h left join subjects u on u.stream = h.township || '/unit/' || (h.view ->> 'unit_id')
where h.stream = any($1::text[])
"""
_TROUBLES = "select subject, since, facts from troubles where township = $1 and subject = any($2::text[])"
_FAILED = """
select rule, subject, due, recipient, channel from reminders
where township = $1 and subject = any($2::text[]) and state = 'failed'
"""
_POSITIONS = "select log, position from checkpoints"


async def load_town(connection: Connection, township: str, policy: Policy) -> Town:
    """All but hazards and units."""
    views: dict[str, dict[str, View]] = {field: {} for field in _SMALL.values()}
    for row in await connection.fetch(_VIEWS, township, list(_SMALL)):
        views[_SMALL[row["kind"]]][row["id"]] = orjson.loads(row["view"])
    rung = frozenset(row["subject"] for row in await connection.fetch(_RUNG, township))
    released = {
        str(SummarySubject(row["campaign"], row["period"])): row["at"]
        for row in await connection.fetch(_RELEASED, township)
    }
    return Town(township, policy, **views, rung=rung, released=released)


async def load_hazards(
    connection: Connection, township: str, ids: Iterable[str]
) -> dict[str, tuple[View, View | None]]:
    """Each with its unit, as far as that is known here."""
    rows = await connection.fetch(_HAZARDS, [f"{township}/hazard/{id_}" for id_ in ids])
    return {row["id"]: (orjson.loads(row["hazard"]), _read(row["unit"])) for row in rows}


async def load_troubles(
    connection: Connection, township: str, subjects: Iterable[str]
) -> dict[str, Mapping[str, Any]]:
    """What operators have to know, as long as it lasts: `since` and what was watched."""
    rows = await connection.fetch(_TROUBLES, township, list(subjects))
    return {row["subject"]: {**orjson.loads(row["facts"]), "since": row["since"]} for row in rows}


async def load_failed(connection: Connection, township: str, subjects: Iterable[str]) -> Failed:
    """By which channels whom it could not be said, by rule, subject and due time."""
    found: dict[tuple[str, str, datetime], set[tuple[str, str]]] = {}
    for row in await connection.fetch(_FAILED, township, list(subjects)):
        said = found.setdefault((row["rule"], row["subject"], row["due"]), set())
        said.add((row["recipient"], row["channel"]))
    return found


async def positions(connection: Connection) -> dict[str, int]:
    """Up to where each log is in the views."""
    return {row["log"]: row["position"] for row in await connection.fetch(_POSITIONS)}


def _read(view: str | None) -> View | None:
    return None if view is None else orjson.loads(view)
