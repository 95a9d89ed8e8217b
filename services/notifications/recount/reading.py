"""All that a recount looks at: entries, reminders and contacts, read in the caller's transaction."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson

from services.notifications.policy.policy import Policy
from services.notifications.recount.comparing import Row
from services.notifications.recount.debts import Entries, Kept, written
from services.notifications.recount.learnt import SETTLED, Learning, Moment
from services.notifications.recount.result import RULES
from services.notifications.recount.technical import TECHNICAL, Standing
from shared.event_log.connection import Connection
from shared.instant import END_OF_TIME
from shared.read_model.entry import decode

_AT_ONCE = 300
_PLANNED_WITHIN = timedelta(minutes=1)
_TOWNS = "select township, since from reminding order by township"
_JUST_MARKED = """
select exists (select from to_plan where township = $1 and since > clock_timestamp() - $2::interval)
"""
_LEARNT = "select log, first, at, really from learnt order by log, first"
_SMALL = "select kind, id, entries from subjects where township = $1 and kind = any($2::text[])"
_VIEWS = "select kind, id, view from subjects where township = $1 and kind = any($2::text[])"
_RUNG = "select subject, at from rung where township = $1 and recipient = ''"
_RELEASED = "select campaign, period, at from released where township = $1"
_CONTACTS = """
with known as (
  select kind || '/' || id || '/' || part as reference, kind, changed,
    mobile is not null and count(*) over (partition by mobile) > 1
    or landline is not null and count(*) over (partition by landline) > 1
    or email is not null and count(*) over (partition by lower(email)) > 1 as shared
  from contacts where township = $1
)
select reference, changed from known where kind in ('filer', 'list') and not shared
"""
_HAZARDS = """
select h.id, h.entries, u.view as unit
from subjects h left join subjects u on u.stream = h.township || '/unit/' || (h.view ->> 'unit_id')
where h.township = $1 and h.kind = 'hazard' and h.id > $2 order by h.id limit $3
"""
_TROUBLES = """
select subject, since, facts from troubles t
where township = $1 and not exists (
  select from to_plan m where m.township = t.township and m.subject in ('', t.subject)
    and m.since > clock_timestamp() - $2::interval
)
"""
_ROWS = """
select rule, subject, due, recipient, audience, state, reason, judged_on from reminders
where township = $1 and rule = any($2::text[])
"""
_OF_SUBJECTS = f"{_ROWS} and subject = any($3::text[])"
_OF_REPORTS = f"{_ROWS} and (starts_with(subject, 'report/') or starts_with(subject, 'summary/'))"


@dataclass(frozen=True, slots=True)
class HazardKept:
    id: str
    entries: Entries
    unit: dict[str, Any]


async def towns(connection: Connection) -> dict[str, datetime]:
    """Those that are reminded, and since when."""
    return {row["township"]: row["since"] for row in await connection.fetch(_TOWNS)}


async def load_kept(
    connection: Connection, township: str, policy: Policy, since: datetime, now: datetime
) -> Kept:
    """What was marked this very moment is not planned yet, and nobody is blamed for it."""
    just_learnt = await connection.fetchval(_JUST_MARKED, township, SETTLED)
    really = datetime.now(UTC) if just_learnt else END_OF_TIME
    small: dict[str, dict[str, Entries]] = {"campaign": {}, "filing": {}}
    for row in await connection.fetch(_SMALL, township, list(small)):
        small[row["kind"]][row["id"]] = decode(row["entries"])
    kinds, in_office = {}, set()
    for row in await connection.fetch(_VIEWS, township, ["organisation", "official"]):
        view = orjson.loads(row["view"])
        if row["kind"] == "organisation":
            kinds[row["id"]] = view.get("kind", "")
        elif view["offices"]:
            in_office.add(row["id"])
    return Kept(
        policy, await _learning(connection), small["campaign"], small["filing"], kinds, frozenset(in_office),
        rung={row["subject"]: row["at"] for row in await connection.fetch(_RUNG, township)},
        released={
            written("summary", row["campaign"], row["period"]): row["at"]
            for row in await connection.fetch(_RELEASED, township)
        },
        contacts={row["reference"]: row["changed"] for row in await connection.fetch(_CONTACTS, township)},
        since=since, now=Moment(really, now),
    )  # fmt: skip


async def _learning(connection: Connection) -> Learning:
    batches: dict[str, list[tuple[int, Moment]]] = {}
    for row in await connection.fetch(_LEARNT):
        batches.setdefault(row["log"], []).append((row["first"], Moment(row["really"], row["at"])))
    return Learning(batches)


async def hazards_kept(connection: Connection, township: str) -> AsyncIterator[list[HazardKept]]:
    after = ""
    while rows := await connection.fetch(_HAZARDS, township, after, _AT_ONCE):
        after = rows[-1]["id"]
        yield [
            HazardKept(row["id"], decode(row["entries"]), orjson.loads(row["unit"] or "{}")) for row in rows
        ]


async def troubles_of(connection: Connection, township: str) -> list[Standing]:
    """Those that stand; one that was marked just now is not planned yet, and nobody is blamed for it."""
    return [
        Standing(row["subject"], row["since"], orjson.loads(row["facts"]))
        for row in await connection.fetch(_TROUBLES, township, _PLANNED_WITHIN)
    ]


async def technical_rows(connection: Connection, township: str) -> list[Row]:
    return [_row(row) for row in await connection.fetch(_ROWS, township, list(TECHNICAL))]


async def rows_of_reports(connection: Connection, township: str) -> list[Row]:
    return [_row(row) for row in await connection.fetch(_OF_REPORTS, township, list(RULES))]


async def rows_of(connection: Connection, township: str, subjects: Sequence[str]) -> list[Row]:
    return [_row(row) for row in await connection.fetch(_OF_SUBJECTS, township, list(RULES), list(subjects))]


def _row(row: Any) -> Row:
    judged = row["judged_on"]
    return Row(
        row["rule"], row["subject"], row["due"], row["recipient"], frozenset(row["audience"]), row["state"],
        row["reason"], None if judged is None else orjson.loads(judged),
    )  # fmt: skip
