"""Keys in SENT that the table lacks, because it was restored from a backup, are in doubt."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from nats.aio.client import Client

from services.notifications.reminders.key import Key
from services.notifications.sending.sent_keys import SentKey
from services.notifications.sending.sent_keys import made as stream_made
from shared.bus.jetstream import SENT
from shared.bus.users import SENDER
from shared.event_log.connection import Pool
from shared.follower.consumer import pulling_log
from shared.logging import get_logger

_log = get_logger(__name__)

_AT_ONCE = 500
_SECONDS = 5.0
_READ = "select sequence from sent_read where stream = $1"
_SAVE = """
insert into sent_read (stream, sequence) values ($1, $2)
on conflict (stream) do update set sequence = greatest(sent_read.sequence, excluded.sequence)
"""
_BEGIN_AGAIN = "update sent_read set sequence = 0 where stream = $1 and sequence > $2"
_DOUBT = """
insert into reminders (
  id, township, rule, subject, due, recipient, channel, rule_version, audience, facts, urgent, gathered,
  state, reason, wake, attempts, planned, changed, message, claimed
)
select id, township, rule, subject, due, recipient, channel, 0, '{}', '{}', false, false,
       'uncertain', 'restored', $8, attempt, $8, $8, message, at
from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::timestamptz[], $6::text[], $7::text[],
            $9::int[], $10::text[], $11::timestamptz[])
  as sent (id, township, rule, subject, due, recipient, channel, attempt, message, at)
on conflict (id) do update
set state = 'uncertain', reason = 'restored', attempts = excluded.attempts, changed = $8, claimant = null,
  message = excluded.message, claimed = excluded.claimed, wake = $8
where reminders.attempts < excluded.attempts
"""


async def doubt_what_is_unknown(pool: Pool, bus: Client, now: datetime) -> str:
    """Before anything is sent. Says which SENT it read; raises while that can't be read to its end.

    What was given up beyond what the table knows is in doubt like what was sent: an attempt came before it.
    """
    stream = bus.jetstream(timeout=_SECONDS)
    info = await stream.stream_info(SENT)
    made = stream_made(info)
    reached = int(await pool.fetchval(_READ, made) or 0)
    if reached > info.state.last_seq:
        # The broker's disk was put back: what is written from now on stands where something else was read.
        _log.error("sent_is_shorter_than_it_was", read=reached, last=info.state.last_seq)
        await pool.execute(_BEGIN_AGAIN, made, info.state.last_seq)
        reached = 0
    while reached < info.state.last_seq:
        keys, reached = await _read(bus, reached + 1, info.state.last_seq)
        async with pool.acquire() as connection, connection.transaction():
            told = await connection.execute(_DOUBT, *_columns(keys, now))
            await connection.execute(_SAVE, made, reached)
        if not told.endswith(" 0"):
            _log.warning("reminders_unknown_to_the_table", told=told)
    return made


async def _read(bus: Client, first: int, last: int) -> tuple[list[SentKey], int]:
    """Keys from one sequence on, and how far that is."""
    keys: list[SentKey] = []
    reached = first - 1
    async with pulling_log(bus, SENT.lower(), SENDER, first) as pull:
        while reached < last and len(keys) < _AT_ONCE:
            async with asyncio.timeout(_SECONDS):
                messages = await pull.next_messages()
            keys += [SentKey.from_bytes(message.data) for message in messages]
            reached = messages[-1].metadata.sequence.stream
    return keys, reached


def _columns(keys: Sequence[SentKey], now: datetime) -> tuple[Any, ...]:
    """Of each key its last attempt."""
    last = {sent.key.id: sent for sent in keys}
    fields = [[sent.key[at] for sent in last.values()] for at in range(len(Key._fields))]
    known = ([sent.attempt for sent in last.values()], [sent.message for sent in last.values()])
    return list(last), *fields, now, *known, [sent.at for sent in last.values()]
