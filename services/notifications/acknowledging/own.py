"""Who is signed in acknowledges what reached a contact of his own."""

from datetime import datetime

from services.notifications.recipients.loading import references_of
from services.notifications.reminders.row import COLUMNS, reminder_of
from services.notifications.reminders.states import State
from services.notifications.sending.acknowledging import acknowledge
from services.notifications.sending.equipment import Equipment
from shared.facts.account import Account
from shared.problems import Rejected

_REACHED = (State.SENT, State.DELIVERED, State.UNCERTAIN)
# Put together from a constant.
_OWN = f"""
select {COLUMNS} from reminders where id = $1 and township = $2 and recipient = any($3::text[])
"""  # noqa: S608 - constants alone


async def acknowledge_own(equipment: Equipment, account: Account, id_: str) -> datetime:
    """When it was acknowledged first. Rejected: not his, urgent, or not sent."""
    now = equipment.clock.now()
    async with equipment.pool.acquire() as connection, connection.transaction():
        own = await references_of(connection, account.township, account.name)
        found = await connection.fetchrow(_OWN, id_, account.township, own)
        if found is None:
            raise Rejected("not_found", what=id_)
        row = reminder_of(found)
        if row.urgent:
            raise Rejected("urgent_not_acknowledged")
        if row.state not in _REACHED:
            raise Rejected("not_sent_yet")
        await acknowledge(connection, [row], equipment.rulebook.policy, now)
        return row.acknowledged or now
