"""The statements on intake's own tables."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import orjson

from shared import metrics
from shared.canonical import canonical
from shared.event_log.connection import Connection
from shared.events.data_schema import schema_of
from shared.facts.account import Account
from shared.facts.fact import Fact, FactKey
from shared.facts.naming import may_be_kept
from shared.facts.receipt import Receipt
from shared.instant import write_instant


async def keep_refusals(connection: Connection, receipts: Sequence[Receipt]) -> None:
    """Refusals stay as history; a refused id is free to be used again.

    One without an id, or with a number of a person in it, is only counted.
    """
    named = [receipt for receipt in receipts if receipt.key.source and may_be_kept(*receipt.key[1:])]
    if named:
        await connection.execute(
            "insert into refusals (township, publisher, source, fact_id, code, message) "
            "select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[])",
            [receipt.township for receipt in named],
            [receipt.key.publisher for receipt in named],
            [receipt.key.source for receipt in named],
            [receipt.key.id for receipt in named],
            [receipt.code for receipt in named],
            [receipt.message for receipt in named],
        )
    for receipt in receipts:
        metrics.REJECTIONS.labels(receipt.code).inc()


async def last_refusal(connection: Connection, township: str, key: FactKey) -> Receipt | None:
    row = await connection.fetchrow(
        "select code, message from refusals where (publisher, source, fact_id) = ($1, $2, $3) "
        "and township in ('', $4) order by number desc limit 1",
        *key,
        township,
    )
    return None if row is None else Receipt(key, "rejected", code=row["code"], message=row["message"])


async def let_wait(
    connection: Connection, facts: Sequence[tuple[Fact, bool]]
) -> dict[FactKey, tuple[int, datetime]]:
    """Keep facts with whether they came over the bus; the rows' numbers keep the order of arrival.

    Returns number and time by key. A row may be left of the same key, whose refusal is still to be published
    or whose sender was never told: it is overwritten, under a new number.
    """
    rows = await connection.fetch(
        "insert into waiting (township, publisher, source, fact_id, over_bus, message, account) "
        "select w.township, w.publisher, w.source, w.fact_id, w.over_bus, w.message, w.account "
        "from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::bool[], $6::bytea[], $7::bytea[]) "
        "with ordinality as w (township, publisher, source, fact_id, over_bus, message, account, nth) "
        "order by w.nth on conflict (publisher, source, fact_id) do update set number = default, "
        "since = now(), township = excluded.township, over_bus = excluded.over_bus, "
        "message = excluded.message, account = excluded.account "
        "returning publisher, source, fact_id, number, since",
        [fact.account.township for fact, _ in facts],
        [fact.key.publisher for fact, _ in facts],
        [fact.key.source for fact, _ in facts],
        [fact.key.id for fact, _ in facts],
        [over_bus for _, over_bus in facts],
        [_message(fact) for fact, _ in facts],
        [_account(fact.account) for fact, _ in facts],
    )
    return {FactKey(*row[:3]): (row["number"], row["since"]) for row in rows}


async def read_waiting(connection: Connection) -> list[dict[str, Any]]:
    """Every waiting fact in order of arrival, with `message` and `account` as JSON values."""
    rows = await connection.fetch("select number, over_bus, message, account from waiting order by number")
    return [
        dict(
            row, message=orjson.loads(row["message"]), account=_read_account(row["account"], row["over_bus"])
        )
        for row in rows
    ]


async def stop_waiting(connection: Connection, numbers: Sequence[int]) -> None:
    await connection.execute("delete from waiting where number = any($1::bigint[])", numbers)


def _message(fact: Fact) -> bytes:
    sent = fact.as_sent
    return canonical(
        {
            "dataschema": schema_of(sent.type, sent.version),
            "specversion": "1.0",
            "source": fact.key.source,
            "id": fact.key.id,
            "type": fact.type,
            "time": write_instant(fact.occurred),
            "data": sent.payload(),
            "correlationid": fact.correlation,
        }
    )


def _account(account: Account) -> bytes:
    return canonical(
        {
            "name": account.name,
            "township": account.township,
            "role": account.role,
            "organisations": sorted(account.organisations),
            "credential": account.credential,
        }
    )


def _read_account(raw: bytes, over_bus: bool) -> Account:
    """Rows of 0.1.0 don't say how their sender was verified; who came over the bus is a publisher."""
    fields = orjson.loads(raw)
    credential = fields.get("credential", "publisher" if over_bus else "person")
    organisations = frozenset(fields["organisations"])
    return Account(fields["name"], fields["township"], fields["role"], organisations, credential)
