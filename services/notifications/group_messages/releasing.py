"""The heads' summary of a deadline: released by the safety office, once."""

from datetime import datetime

from services.notifications.outgoing.acting import Acting
from services.notifications.outgoing.missing import missing_of
from services.notifications.reminders.marks import plan_subject_anew
from services.notifications.rules.report_subject import SummarySubject
from shared.instant import write_instant

_RELEASE = """
insert into released (township, campaign, period, released_by, at) values ($1, $2, $3, $4, $5)
on conflict (township, campaign, period) do nothing returning at
"""
_RELEASED = "select at from released where township = $1 and campaign = $2 and period = $3"


async def release(acting: Acting, subject: SummarySubject) -> datetime:
    """When it was released: now, or before."""
    key = (acting.township, *subject)
    async with acting.pool.acquire() as connection, connection.transaction():
        await missing_of(connection, acting.township, subject, acting.equipment.rulebook.policy)
        at: datetime | None = await connection.fetchval(_RELEASE, *key, acting.account.name, acting.now)
        if at is None:
            before: datetime = await connection.fetchval(_RELEASED, *key)
            return before
        await acting.record(connection, "released", subject=str(subject), released=write_instant(at))
        await plan_subject_anew(connection, acting.township, str(subject))
        return at
