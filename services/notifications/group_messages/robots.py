"""The safety office's button: the neutral text to a group. No delivery, and in no statement; on record."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import orjson

from services.notifications.channels.channel import Message, Outcome, PutOff
from services.notifications.channels.limits import Wish
from services.notifications.channels.opened import read_robots, wish_of_robot
from services.notifications.channels.use import give_back, take
from services.notifications.outgoing.acting import Acting
from services.notifications.outgoing.missing import known_until, missing_of
from services.notifications.rules.report_subject import SummarySubject
from services.notifications.sending.halting import is_halted
from services.notifications.texts.group_words import robot_text
from shared.event_log.connection import Connection
from shared.problems import Rejected

ROBOT = "robot"
_TOLD = """
select line from sending_record
where township = $1 and reminder = '' and line::jsonb ->> 'happening' = 'robot_told'
  and line::jsonb ->> 'subject' = $2 and line::jsonb ->> 'outcome' = 'accepted'
order by number desc limit 100
"""
_OF_TOWN = ":"
"""`500112143:镇安全群` is of that town alone, a name without is of all."""


def robots_of(file: Path | None, township: str) -> Mapping[str, str]:
    """By the name that the town sees the name in the file. ValueError where the file can't be read."""
    named = {} if file is None else {name: name.partition(_OF_TOWN) for name in read_robots(file)}
    return {
        rest if between else name: name
        for name, (town, between, rest) in sorted(named.items())
        if not between or town == township
    }


async def told_before(connection: Connection, township: str, subject: SummarySubject) -> dict[str, str]:
    """By robot, when it told its group of that period last."""
    lines = [orjson.loads(row["line"]) for row in await connection.fetch(_TOLD, township, str(subject))]
    return {line["robot"]: line["at"] for line in reversed(lines)}


async def tell_robot(acting: Acting, name: str, subject: SummarySubject) -> tuple[str, Outcome]:
    """The text, and what became of it. Nothing is tried again: a group hears it twice when asked twice."""
    equipment, now = acting.equipment, acting.now
    in_file = robots_of(equipment.settings.robots_file, acting.township).get(name)
    if in_file is None or ROBOT not in equipment.channels:
        raise Rejected("not_found", what=name)
    await known_until(equipment.knowledge, now)
    text, wish = await _about_to_tell(acting, name, in_file, subject, now)
    message = Message(f"robot-{secrets.token_hex(8)}", in_file, "", text)
    outcome = await equipment.channels[ROBOT].send(message)
    async with acting.pool.acquire() as connection, connection.transaction():
        if isinstance(outcome, PutOff):
            await give_back(connection, wish, now)
        became = type(outcome).__name__.lower()
        await acting.record(connection, "robot_told", robot=name, subject=str(subject), outcome=became)
    return text, outcome


async def _about_to_tell(
    acting: Acting, name: str, in_file: str, subject: SummarySubject, now: datetime
) -> tuple[str, Wish]:
    """On record before anything is called. Raises `robot_later` and `channel_halted`."""
    equipment = acting.equipment
    wish = wish_of_robot(in_file, _address(equipment.settings.robots_file, in_file))
    async with acting.pool.acquire() as connection, connection.transaction():
        found = await missing_of(connection, acting.township, subject, equipment.rulebook.policy)
        if await is_halted(connection, acting.township, ROBOT):
            raise Rejected("channel_halted", channel=ROBOT)
        if isinstance(later := await take(connection, wish, now, urgent=False), PutOff):
            raise Rejected("robot_later", seconds=str(-int(-later.seconds // 1)))
        text = robot_text(equipment.rulebook.texts, found.period.name, len(found.names))
        await acting.record(connection, "robot_called", robot=name, subject=str(subject), text=text)
    return text, wish


def _address(file: Path | None, name: str) -> str:
    if file is None:
        raise Rejected("not_found", what=name)
    return read_robots(file)[name]
