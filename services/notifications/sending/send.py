"""One reminder on its way: claimed, its channel prepared, its key in SENT, handed over, its outcome kept.

Whatever ends this process in between leaves `sending` behind. Its session's end makes that `uncertain` where
the key stands; else it is planned again. While it lives it records what it knows, also of what others hold
for uncertain by then.
"""

import asyncio
from datetime import datetime, timedelta

import asyncpg

from services.notifications.channels.channel import Accepted, Outcome, PutOff, Refused, Unknown
from services.notifications.channels.later import put_off
from services.notifications.channels.use import give_back
from services.notifications.recipients.loading import flag_wrong
from services.notifications.reminders.states import Happening
from services.notifications.sending import statements
from services.notifications.sending.claim import Claim, Claimed
from services.notifications.sending.equipment import Equipment
from services.notifications.sending.fencing import KEY_THERE, fenced
from services.notifications.sending.halting import ALL_TOWNS, halt
from services.notifications.sending.outcomes import happened
from shared.event_log.connection import DATABASE_LOST, Connection
from shared.logging import get_logger

_log = get_logger(__name__)

_AGAIN_SECONDS = 1.0
_HAPPENED = {
    Accepted: Happening.ACCEPTED,
    PutOff: Happening.PUT_OFF,
    Refused: Happening.REFUSED,
    Unknown: Happening.UNKNOWN,
}


async def send(equipment: Equipment, id_: str) -> None:
    """What a job of the queue asks for. Does nothing where the reminder is not to be sent now."""
    session = await equipment.claimant.session()
    try:
        async with equipment.pool.acquire() as connection, connection.transaction():
            claimed = await Claim(equipment, connection, session).make(id_)
    except DATABASE_LOST:
        # Committed or not, nobody says. Without its session, what was claimed is in doubt and not forgotten.
        equipment.claimant.close()
        raise
    if claimed is None:
        return
    outcome = await _called(equipment, claimed)
    await _recorded(equipment, claimed, outcome)


async def _recorded(equipment: Equipment, claimed: Claimed, outcome: Outcome) -> None:
    """While the database is away, or decided a deadlock against it, nobody but this process knows it."""
    while True:
        try:
            async with equipment.pool.acquire() as connection, connection.transaction():
                return await settle(connection, claimed, outcome, equipment.clock.now())
        except (*DATABASE_LOST, TimeoutError, asyncpg.TransactionRollbackError) as error:
            _log.warning("outcome_recorded_later", reminder=claimed.message.id, error=repr(error))
            await asyncio.sleep(_AGAIN_SECONDS)
        except Exception:
            equipment.claimant.close()
            raise


async def _called(equipment: Equipment, claimed: Claimed) -> Outcome:
    message, went = claimed.message, False

    async def may_go(*, copied: bool = False) -> Outcome | None:
        nonlocal went
        refusal = await fenced(equipment, claimed, copied=copied)
        went = refusal is None
        return refusal

    try:
        return await equipment.channels[claimed.channel].send(message, may_go)
    except Exception as error:  # noqa: BLE001 - a fault of ours; once it went, the provider may have taken it
        _log.exception("channel_failed", channel=claimed.channel, reminder=message.id)
        why = type(error).__name__
        return Unknown(why) if went else put_off(why, message.attempt)


async def settle(connection: Connection, claimed: Claimed, outcome: Outcome, now: datetime) -> None:
    """The outcome of the call, on every row of the message that still waits for that of this very attempt:
    not for another process', that was asked for it once more."""
    happening = _HAPPENED[type(outcome)]
    wake = now + timedelta(seconds=outcome.seconds) if isinstance(outcome, PutOff) else None
    reason = None if isinstance(outcome, Accepted) else outcome.why
    reference = outcome.reference if isinstance(outcome, Accepted) else None
    attempts = {row.id: row.attempts + 1 for row in claimed.rows}
    if isinstance(outcome, PutOff):
        # Before anything is recorded: claims take the two in this order.
        await give_back(connection, claimed.wish, claimed.at)
    own = [
        row
        for row in await statements.of_message(connection, claimed.message.id)
        if row.claimant == claimed.number and row.attempts == attempts.get(row.id)
    ]
    for row in own:
        await happened(connection, row, happening, now, reason, reference=reference, wake=wake)
    match outcome:
        case Refused(wrong_address=True):
            township = claimed.rows[0].township
            for recipient in sorted({row.recipient for row in claimed.rows}):
                await flag_wrong(
                    connection, township, recipient, claimed.channel, outcome.why, now, used=claimed.at
                )
        case Unknown(why) if why == KEY_THERE and own:
            await halt(connection, ALL_TOWNS, claimed.channel, "sent_before", now)
