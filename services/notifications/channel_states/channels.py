"""How the channels stand, and letting one go on that was halted because something was wrong."""

from collections.abc import Mapping
from typing import Any

from services.notifications.channels.use import spent_in_month
from services.notifications.outgoing.acting import Acting
from services.notifications.outgoing.shown import written
from services.notifications.sending.halting import lift
from shared.problems import Rejected

CHANNELS = ("email", "sms", "robot")
_HALTS = """
select distinct on (channel) channel, township = '' as of_all_towns, reason, since
from channel_halts where township in ('', $1) order by channel, since
"""
_RESUMES = "select channel, at, resumed_by, reason from channel_resumes where township = $1"
_UNCERTAIN = """
select channel, count(*) as many from reminders
where township = $1 and state = 'uncertain' group by channel
"""
_RESUME = """
insert into channel_resumes (township, channel, at, resumed_by, reason) values ($1, $2, $3, $4, $5)
on conflict (township, channel) do update
set at = excluded.at, resumed_by = excluded.resumed_by, reason = excluded.reason
"""


async def channels(acting: Acting) -> list[dict[str, Any]]:
    """Money is the deployment's, halts its or the town's; doubts and resumes the town's own."""
    settings = acting.equipment.settings
    async with acting.pool.acquire() as connection:
        halts = {row["channel"]: row for row in await connection.fetch(_HALTS, acting.township)}
        resumes = {row["channel"]: row for row in await connection.fetch(_RESUMES, acting.township)}
        doubts = await connection.fetch(_UNCERTAIN, acting.township)
        spent = await spent_in_month(connection, "sms", acting.now)
    uncertain = {row["channel"]: row["many"] for row in doubts}
    found: list[dict[str, Any]] = []
    for name in CHANNELS:
        halt, resumed = halts.get(name), resumes.get(name)
        found.append({
            "channel": name,
            "configured": name in acting.equipment.channels,
            "halted": None if halt is None else _halted(halt),
            "resumed": None if resumed is None else {**resumed, "at": written(resumed["at"])},
            "uncertain": uncertain.get(name, 0),
        })  # fmt: skip
        if name == "sms":
            yuan = settings.sms_budget_yuan
            found[-1] |= {"spent_fen": spent, "budget_fen": None if yuan is None else yuan * 100}
    return found


def _halted(halt: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "reason": halt["reason"],
        "since": written(halt["since"]),
        "of_all_towns": halt["of_all_towns"],
    }


async def resume(acting: Acting, channel: str, reason: str) -> None:
    """What waits goes out within a minute. Raises `channel_not_halted`."""
    async with acting.pool.acquire() as connection, connection.transaction():
        halted = await lift(connection, acting.township, channel)
        if not halted:
            raise Rejected("channel_not_halted", channel=channel)
        by = acting.account.name
        await connection.execute(_RESUME, acting.township, channel, acting.now, by, reason)
        await acting.record(connection, "channel_resumed", channel=channel, halted=[*halted], why=reason)
