"""Messages that were no facts: kept with their beginning, listed, tried again or skipped with a reason."""

from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from shared import metrics
from shared.event_log.connection import Connection, Pool
from shared.facts.receipt import Receipt
from shared.problems import Rejected

KEPT_BYTES = 16 * 1024
_SHOWN = "number, arrived, publisher, subject, code, message, size, sha256, state, note"


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """What could not be handled. `where` is the bus subject, or the HTTP path."""

    township: str
    """The sender's; empty when nobody knows it."""
    publisher: str
    where: str
    raw: bytes
    receipt: Receipt


async def bury(connection: Connection, letters: list[DeadLetter]) -> None:
    """Keep them, each once while it is open; the sender was or is told by the receipt."""
    await connection.executemany(
        "insert into dead_letters (township, publisher, subject, code, message, size, sha256, beginning) "
        "select $1, $2, $3, $4, $5, $6::int, $7, $8::bytea where not exists (select 1 from dead_letters "
        "where (publisher, subject, sha256) = ($2, $3, $7) and state = 'open')",
        [
            (
                letter.township,
                letter.publisher,
                letter.where,
                letter.receipt.code,
                letter.receipt.message,
                len(letter.raw),
                sha256(letter.raw).hexdigest(),
                letter.raw[:KEPT_BYTES],
            )
            for letter in letters
        ],
    )
    await count_open(connection)


async def count_open(connection: Connection) -> None:
    metrics.DEAD_LETTERS.set(
        await connection.fetchval("select count(*) from dead_letters where state = 'open'")
    )


async def list_letters(
    pool: Pool, township: str, state: str | None, after: int, limit: int
) -> list[dict[str, Any]]:
    """Of one town, and those of senders that nobody knows."""
    rows = await pool.fetch(
        f"select {_SHOWN} from dead_letters "  # noqa: S608  # a constant of this file
        "where township in ('', $1) and ($2::text is null or state = $2) and number > $3 "
        "order by number limit $4",
        township,
        state,
        after,
        limit,
    )
    return [dict(row) for row in rows]


async def show_letter(pool: Pool, township: str, number: int) -> dict[str, Any]:
    """With `beginning`, its first bytes as text where they are text."""
    row = await pool.fetchrow(
        f"select {_SHOWN}, beginning from dead_letters "  # noqa: S608  # likewise
        "where township in ('', $1) and number = $2",
        township,
        number,
    )
    if row is None:
        raise Rejected("not_found", what=str(number))
    return dict(row, beginning=bytes(row["beginning"]).decode("utf-8", "backslashreplace"))


async def read_whole(pool: Pool, township: str, number: int) -> tuple[str, str, bytes]:
    """Publisher, subject and bytes of an open letter that was kept whole."""
    row = await pool.fetchrow(
        "select publisher, subject, size, beginning, state from dead_letters "
        "where township in ('', $1) and number = $2",
        township,
        number,
    )
    if row is None:
        raise Rejected("not_found", what=str(number))
    if row["state"] != "open":
        raise Rejected("already_decided", what=str(number), state=row["state"])
    if row["size"] > KEPT_BYTES:
        raise Rejected("not_kept_whole", what=str(number))
    return row["publisher"], row["subject"], bytes(row["beginning"])


async def decide(pool: Pool, township: str, number: int, state: str, note: str) -> None:
    """Close an open letter as `retried` or `skipped`."""
    async with pool.acquire() as connection:
        done = await connection.fetchval(
            "update dead_letters set state = $3, note = $4 where township in ('', $1) and number = $2 "
            "and state = 'open' returning number",
            township,
            number,
            state,
            note,
        )
        if done is None:
            decided = await connection.fetchval(
                "select state from dead_letters where township in ('', $1) and number = $2",
                township,
                number,
            )
            if decided is None:
                raise Rejected("not_found", what=str(number))
            raise Rejected("already_decided", what=str(number), state=decided)
        await count_open(connection)
