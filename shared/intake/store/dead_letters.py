"""Messages that were no facts: kept with their beginning, so many of each account, for operators."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from shared import metrics
from shared.event_log.connection import Connection
from shared.facts.receipt import Receipt
from shared.logging import get_logger

log = get_logger(__name__)

KEPT_BYTES = 16 * 1024
MOST_OPEN = 1_000
"""Open ones kept for each account, up to 16 MiB: what comes beyond is counted, and answered all the same."""
_LONGEST_SUBJECT = 300
"""No type and no publisher's name is longer, so of what is cut nothing could be handled anyway."""


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """What could not be handled. `where` is the bus subject, or the HTTP path."""

    township: str
    """The sender's; empty when nobody knows it."""
    publisher: str
    where: str
    raw: bytes
    receipt: Receipt


_ROOM = """
select $3 - count(*) from (
  select 1 from dead_letters where (township, publisher) = ($1, $2) and state = 'open' limit $3) as open
"""
_BURY = """
with letter as (
  select * from unnest($3::text[], $4::text[], $5::text[], $6::int[], $7::text[], $8::bytea[])
  with ordinality as l (subject, code, message, size, sha256, beginning, nth)
  where not exists (select 1 from dead_letters as d where (d.township, d.publisher, d.subject, d.sha256)
    = ($1, $2, l.subject, l.sha256) and d.state = 'open')
), kept as (
  insert into dead_letters (township, publisher, subject, code, message, size, sha256, beginning)
  select $1, $2, subject, code, message, size, sha256, beginning from letter
  order by nth limit $9 returning 1
)
select (select count(*) from kept) as kept, (select count(*) from letter) as new
"""


async def bury(connection: Connection, letters: Sequence[DeadLetter]) -> None:
    """Keep them, each once while it is open; the sender has a receipt in any case.

    An account has at most `MOST_OPEN` open ones; what comes beyond is only counted. So no open letter is
    displaced, by the same account or another, and a flood writes nothing.
    """
    accounts: dict[tuple[str, str], dict[tuple[str, str], DeadLetter]] = {}
    for letter in letters:
        of_account = accounts.setdefault((letter.township, letter.publisher), {})
        of_account.setdefault((_subject(letter), sha256(letter.raw).hexdigest()), letter)
    kept_any = 0
    for (township, publisher), of_account in accounts.items():
        kept, new = await _keep(connection, township, publisher, of_account)
        kept_any += kept
        if new > kept:
            metrics.DEAD_LETTERS_NOT_KEPT.inc(new - kept)
            log.warning("dead_letters_not_kept", publisher=publisher, letters=new - kept)
    if kept_any:
        await count_open(connection)


async def _keep(
    connection: Connection, township: str, publisher: str, letters: Mapping[tuple[str, str], DeadLetter]
) -> tuple[int, int]:
    """How many were kept, of how many that were not kept yet."""
    room = await connection.fetchval(_ROOM, township, publisher, MOST_OPEN)
    if room <= 0:
        return 0, len(letters)
    ((kept, new),) = await connection.fetch(_BURY, township, publisher, *_columns(letters), room)
    return kept, new


def _columns(letters: Mapping[tuple[str, str], DeadLetter]) -> tuple[list[Any], ...]:
    return (
        [subject for subject, _ in letters],
        [letter.receipt.code for letter in letters.values()],
        [letter.receipt.message for letter in letters.values()],
        [len(letter.raw) for letter in letters.values()],
        [digest for _, digest in letters],
        [letter.raw[:KEPT_BYTES] for letter in letters.values()],
    )


def _subject(letter: DeadLetter) -> str:
    return letter.where[:_LONGEST_SUBJECT]


async def count_open(connection: Connection) -> None:
    metrics.DEAD_LETTERS.set(
        await connection.fetchval("select count(*) from dead_letters where state = 'open'")
    )
