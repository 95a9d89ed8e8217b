"""Dead letters as an operator sees them and decides on them: of the own town, and of senders nobody knows."""

from datetime import datetime
from typing import Any

from shared.event_log.connection import Pool
from shared.intake.store.dead_letters import KEPT_BYTES, MOST_OPEN, count_open
from shared.problems import Rejected

_SHOWN = "number, arrived, publisher, subject, code, message, size, sha256, state, note"


async def list_letters(
    pool: Pool,
    township: str,
    state: str | None,
    after: int,
    limit: int,
    code: str | None = None,
    publisher: str | None = None,
) -> list[dict[str, Any]]:
    """Of one town, and those of senders that nobody knows."""
    rows = await pool.fetch(
        f"select {_SHOWN} from dead_letters "  # noqa: S608  # a constant of this file
        "where township in ('', $1) and ($2::text is null or state = $2) and number > $3 "
        "and ($5::text is null or code = $5) and ($6::text is null or publisher = $6) "
        "order by number limit $4",
        township,
        state,
        after,
        limit,
        code,
        publisher,
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


async def count_open_of(pool: Pool, township: str) -> tuple[int, datetime | None]:
    """How many are open, and when the oldest of them arrived."""
    ((many, oldest),) = await pool.fetch(
        "select count(*), min(arrived) from dead_letters where township in ('', $1) and state = 'open'",
        township,
    )
    return many, oldest


async def full_accounts(pool: Pool, township: str) -> list[str]:
    """Publishers with as many open ones as are kept: of them, further ones are only counted."""
    rows = await pool.fetch(
        "select publisher from dead_letters where township in ('', $1) and state = 'open' "
        "group by township, publisher having count(*) >= $2 order by publisher",
        township,
        MOST_OPEN,
    )
    return [row["publisher"] for row in rows]


async def remove(pool: Pool, township: str, older_than_days: int, publisher: str | None) -> int:
    """For good, decided on or not; how many."""
    async with pool.acquire() as connection:
        done = await connection.execute(
            "delete from dead_letters where township in ('', $1) and arrived < now() - $2 * interval '1 day' "
            "and ($3::text is null or publisher = $3)",
            township,
            older_than_days,
            publisher,
        )
        await count_open(connection)
    return int(done.rpartition(" ")[2])
