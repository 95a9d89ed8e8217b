"""Mutes in their table. What is planned stays planned: the claim looks here at the moment it would send.

So a mute that ends cancels nothing that is due after it, and what was due while it held is not made up for.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from services.notifications.muting.muting import OFFICES, only_if_everybody, only_if_own, only_within
from services.notifications.outgoing.acting import Acting
from services.notifications.outgoing.shown import written
from services.notifications.recipients.loading import references_of
from services.notifications.sending.muted import EVERYBODY
from shared.event_log.connection import Connection
from shared.problems import Rejected

MOST = 500
"""Of one recipient, or for everybody: each is looked through at every claim."""
_PUT = """
insert into mutes (township, what, recipient, until, reason, muted_by, at) values ($1, $2, $3, $4, $5, $6, $7)
on conflict (township, what, recipient) do update
set until = excluded.until, reason = excluded.reason, muted_by = excluded.muted_by, at = excluded.at
"""
_FULL = "select count(*) >= $4 from mutes where township = $1 and recipient = $2 and what <> $3"
_OVER = "delete from mutes where township = $1 and recipient = any($2::text[]) and until <= $3"
_DELETE = """
delete from mutes where township = $1 and what = $2 and recipient = any($3::text[]) returning recipient
"""
_LIST = """
select what, recipient, until, reason, muted_by, at from mutes
where township = $1 and ($2::text[] is null or recipient = any($2)) and (until is null or until > $3)
  and (what, recipient) > ($4, $5)
order by what, recipient limit $6
"""


async def mute(
    acting: Acting, what: str, recipient: str | None, until: datetime | None, reason: str | None
) -> list[str]:
    """Whose reminders are muted then; for everybody it is one empty name."""
    async with acting.pool.acquire() as connection, connection.transaction():
        recipients = await _meant(acting, connection, recipient)
        policy, now = acting.equipment.rulebook.policy, acting.now
        if recipients == [EVERYBODY]:
            only_if_everybody(acting.account, what, policy)
            only_within(until, reason, policy, now)
        else:
            only_if_own(what, policy)
            if until is not None and until <= now:
                raise Rejected("invalid_request", field="until", detail="应晚于现在 later than now")
        await connection.execute(_OVER, acting.township, recipients, now)
        for each in recipients:
            if await connection.fetchval(_FULL, acting.township, each, what, MOST):
                raise Rejected("too_many_mutes", most=str(MOST))
            row = (acting.township, what, each, until, reason, acting.account.name, now)
            await connection.execute(_PUT, *row)
        await acting.record(
            connection, "muted", what=what, recipients=recipients, until=written(until), why=reason
        )
        return recipients


async def unmute(acting: Acting, what: str, recipient: str | None) -> None:
    """Raises `not_found` where that was not muted."""
    async with acting.pool.acquire() as connection, connection.transaction():
        recipients = await _meant(acting, connection, recipient)
        if recipients == [EVERYBODY]:
            only_if_everybody(acting.account, what, acting.equipment.rulebook.policy)
        gone = await connection.fetch(_DELETE, acting.township, what, recipients)
        if not gone:
            raise Rejected("not_found", what=what)
        await acting.record(connection, "unmuted", what=what, recipients=[row["recipient"] for row in gone])


async def mutes(acting: Acting, after: tuple[str, str], limit: int) -> list[dict[str, Any]]:
    """Safety office and auditor see all; others their own, and what is muted for everybody."""
    async with acting.pool.acquire() as connection:
        seen: Sequence[str] | None = None
        if acting.account.role not in ("safety_office", "auditor"):
            seen = [EVERYBODY, *await references_of(connection, acting.township, acting.account.name)]
        rows = await connection.fetch(_LIST, acting.township, seen, acting.now, *after, limit)
    return [{**row, "until": written(row["until"]), "at": written(row["at"])} for row in rows]


async def _meant(acting: Acting, connection: Connection, recipient: str | None) -> list[str]:
    """For an office that names nobody everybody; else its own contacts, all or the one that is named."""
    if recipient is None and acting.account.role in OFFICES:
        return [EVERYBODY]
    own = await references_of(connection, acting.township, acting.account.name)
    meant = own if recipient is None else [each for each in own if each == recipient]
    if not meant:
        raise Rejected("no_own_contact")
    return meant
