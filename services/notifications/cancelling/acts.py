"""Cancelling and sending once more, each in one transaction, on record with who and why."""

from services.notifications.cancelling.decision import BY_HAND, Cancelling, cancelling, only_if_resent
from services.notifications.outgoing.acting import Acting
from services.notifications.outgoing.scope import only_if_decides
from services.notifications.planning.basis import load_basis
from services.notifications.reminders.row import COLUMNS, Reminder, reminder_of
from services.notifications.reminders.states import Happening, State, after
from services.notifications.sending import statements
from services.notifications.sending.record import record
from shared import metrics
from shared.event_log.connection import Connection
from shared.problems import Rejected

# Put together from a constant.
_TAKE = f"select {COLUMNS} from reminders where township = $1 and id = $2 for update"  # noqa: S608 - constants alone


async def cancel(acting: Acting, id_: str, reason: str) -> tuple[Cancelling, State]:
    """With the state that it is in then."""
    async with acting.pool.acquire() as connection, connection.transaction():
        row = await _taken(acting, connection, id_)
        answer = cancelling(row.state)
        if row.state is not State.PLANNED:
            return answer, row.state
        await statements.end(connection, row.id, BY_HAND, acting.now)
        metrics.REMINDERS.labels(row.rule, row.channel, State.CANCELLED.value).inc()
        await record(
            connection, row, Happening.CANCELLED.value, acting.now, by=acting.account.name, why=reason,
            reason=BY_HAND,
        )  # fmt: skip
        return answer, after(row.state, Happening.CANCELLED)


async def resend(acting: Acting, id_: str, reason: str) -> State:
    """It is due again at once, and judged as any other."""
    async with acting.pool.acquire() as connection, connection.transaction():
        row = await _taken(acting, connection, id_)
        basis = await load_basis(connection, row.township, acting.equipment.rulebook)
        wanted = (await basis.wanted(connection, [row.subject]))[row.subject]
        only_if_resent(row, acting.now, demanded=row.id in wanted)
        state = after(row.state, Happening.RESENT)
        await statements.settle(connection, row.id, state, None, acting.now, wake=acting.now)
        await record(
            connection, row, Happening.RESENT.value, acting.now, by=acting.account.name, why=reason,
            before=row.state.value,
        )  # fmt: skip
        return state


async def _taken(acting: Acting, connection: Connection, id_: str) -> Reminder:
    found = await connection.fetchrow(_TAKE, acting.township, id_)
    if found is None:
        raise Rejected("not_found", what=id_)
    row = reminder_of(found)
    only_if_decides(acting.account, acting.equipment.rulebook.policy.rules.get(row.rule))
    return row
