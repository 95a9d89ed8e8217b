"""One reminder on its way: claimed, its key in SENT, its channel called, the outcome on record.

Whatever ends this process in between leaves `sending` behind, and its session's end makes that `uncertain`.
"""

from datetime import datetime, timedelta

from nats.errors import Error as NatsError

from services.notifications.channels.channel import Accepted, Outcome, PutOff, Refused, Unknown
from services.notifications.channels.use import give_back
from services.notifications.recipients.loading import flag_wrong
from services.notifications.reminders.states import Happening
from services.notifications.sending import statements
from services.notifications.sending.claim import Claim, Claimed
from services.notifications.sending.equipment import Equipment
from services.notifications.sending.halting import halt
from services.notifications.sending.outcomes import happened
from services.notifications.sending.sent_keys import SentKey
from shared.event_log.connection import Connection
from shared.logging import get_logger

_log = get_logger(__name__)

_KEY_THERE = "key_found"
_HAPPENED = {
    Accepted: Happening.ACCEPTED,
    PutOff: Happening.PUT_OFF,
    Refused: Happening.REFUSED,
    Unknown: Happening.UNKNOWN,
}


async def send(equipment: Equipment, id_: str) -> None:
    """What a job of the queue asks for. Does nothing where the reminder is not to be sent now."""
    number = await equipment.claimant.number()
    async with equipment.pool.acquire() as connection, connection.transaction():
        claimed = await Claim(equipment, connection, number).make(id_)
    if claimed is None:
        return
    outcome = await _called(equipment, claimed)
    async with equipment.pool.acquire() as connection, connection.transaction():
        await settle(connection, claimed, outcome, equipment.clock.now())


async def _called(equipment: Equipment, claimed: Claimed) -> Outcome:
    if (refusal := await _fenced(equipment, claimed)) is not None:
        return refusal
    if not await equipment.claimant.may_call(claimed.number):
        return Unknown("claimant_gone")
    try:
        return await equipment.channels[claimed.channel].send(claimed.message)
    except Exception as error:  # noqa: BLE001 - a fault of ours; the provider may have taken it
        _log.exception("channel_failed", channel=claimed.channel, reminder=claimed.message.id)
        return Unknown(type(error).__name__)


async def _fenced(equipment: Equipment, claimed: Claimed) -> Outcome | None:
    """None once every key stands in SENT behind what the table knows."""
    try:
        for row in claimed.rows:
            key = SentKey(row.key, row.attempts + 1, claimed.message.id, claimed.at)
            if not await equipment.keys.write(key):
                return Unknown(_KEY_THERE)
    except (NatsError, TimeoutError):
        return PutOff(5, "bus_away")
    return None


async def settle(connection: Connection, claimed: Claimed, outcome: Outcome, now: datetime) -> None:
    """The outcome of the call, on every row of the message that still waits for one."""
    happening = _HAPPENED[type(outcome)]
    wake = now + timedelta(seconds=outcome.seconds) if isinstance(outcome, PutOff) else None
    reason = None if isinstance(outcome, Accepted) else outcome.why
    reference = outcome.reference if isinstance(outcome, Accepted) else None
    for row in await statements.of_message(connection, claimed.message.id):
        await happened(connection, row, happening, now, reason, reference=reference, wake=wake)
    match outcome:
        case PutOff():
            await give_back(connection, claimed.wish, claimed.at)
        case Refused(wrong_address=True):
            first = claimed.rows[0]
            await flag_wrong(
                connection, first.township, first.recipient, first.channel, outcome.why, now, used=claimed.at
            )
        case Unknown(why) if why == _KEY_THERE:
            await halt(connection, claimed.channel, "sent_before", now)
