"""What becomes of a reminder: the state that follows, on record, in the transaction that learned of it."""

from datetime import datetime

from services.notifications.reminders.marks import plan_subject_anew
from services.notifications.reminders.row import Reminder
from services.notifications.reminders.states import Happening, NotAllowed, State, after
from services.notifications.sending import statements
from services.notifications.sending.record import record
from shared import metrics
from shared.event_log.connection import Connection

_NOT_HANDED_OVER = (Happening.PUT_OFF, Happening.NEVER_CALLED)


async def happened(
    connection: Connection,
    row: Reminder,
    happening: Happening,
    now: datetime,
    reason: str | None = None,
    *,
    reference: str | None = None,
    wake: datetime | None = None,
) -> State | None:
    """None where it does not happen in this state: something else was quicker, and stands on record."""
    try:
        state = after(row.state, happening)
    except NotAllowed:
        return None
    await statements.settle(connection, row.id, state, reason, now, reference, wake)
    if happening in _NOT_HANDED_OVER:
        await statements.unseal(connection, row.id)
    await record(connection, row, happening.value, now, state=state.value, reason=reason)
    metrics.REMINDERS.labels(row.rule, row.channel, state.value).inc()
    if state is State.FAILED:
        # Another channel may be left.
        await plan_subject_anew(connection, row.township, row.subject)
    return state
