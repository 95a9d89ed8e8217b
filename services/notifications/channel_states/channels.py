"""How the channels stand, and letting one go on that was halted because something was wrong."""

from typing import Any

from services.notifications.channels.use import spent_in_month
from services.notifications.outgoing.acting import Acting
from services.notifications.outgoing.shown import written
from services.notifications.sending.halting import lift
from shared.problems import Rejected

CHANNELS = ("email", "sms", "robot")
_HALTS = "select channel, reason, since from channel_halts"
_RESUMES = "select channel, at, resumed_by, reason from channel_resumes"
_UNCERTAIN = """
select channel, count(*) as many from reminders
where township = $1 and state = 'uncertain' group by channel
"""
_RESUME = """
insert into channel_resumes (channel, at, resumed_by, reason) values ($1, $2, $3, $4)
on conflict (channel) do update
set at = excluded.at, resumed_by = excluded.resumed_by, reason = excluded.reason
"""


async def channels(acting: Acting) -> list[dict[str, Any]]:
    """Halts and money are the deployment's, what is uncertain the town's own."""
    settings = acting.equipment.settings
    async with acting.pool.acquire() as connection:
        halts = {row["channel"]: row for row in await connection.fetch(_HALTS)}
        resumes = {row["channel"]: row for row in await connection.fetch(_RESUMES)}
        doubts = await connection.fetch(_UNCERTAIN, acting.township)
        spent = await spent_in_month(connection, "sms", acting.now)
    uncertain = {row["channel"]: row["many"] for row in doubts}
    found: list[dict[str, Any]] = []
    for name in CHANNELS:
        halt, resumed = halts.get(name), resumes.get(name)
        found.append({
            "channel": name,
            "configured": name in acting.equipment.channels,
            "halted": None if halt is None else {"reason": halt["reason"], "since": written(halt["since"])},
            "resumed": None if resumed is None else {**resumed, "at": written(resumed["at"])},
            "uncertain": uncertain.get(name, 0),
        })  # fmt: skip
        if name == "sms":
            yuan = settings.sms_budget_yuan
            found[-1] |= {"spent_fen": spent, "budget_fen": None if yuan is None else yuan * 100}
    return found


async def resume(acting: Acting, channel: str, reason: str) -> None:
    """What waits goes out within a minute. Raises `channel_not_halted`."""
    async with acting.pool.acquire() as connection, connection.transaction():
        halted = await lift(connection, channel)
        if halted is None:
            raise Rejected("channel_not_halted", channel=channel)
        await connection.execute(_RESUME, channel, acting.now, acting.account.name, reason)
        await acting.record(connection, "channel_resumed", channel=channel, halted=halted, why=reason)
