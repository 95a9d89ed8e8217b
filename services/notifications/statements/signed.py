"""Editions of a statement: one is signed when what it states has changed, and each is kept."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

import orjson

from shared.canonical import canonical, digest
from shared.event_log.connection import Connection
from shared.instant import write_instant
from shared.json_types import JsonObject
from shared.signing import ALGORITHM, SigningKey

PURPOSE = "reminder-statement"
_LOCK = 0x73746174656D
_ALONE = "select pg_advisory_xact_lock($1)"
_LAST = """
select edition, content, document from deadline_statements
where township = $1 and campaign = $2 and period = $3 order by edition desc limit 1
"""
_ADD = """
insert into deadline_statements (
  township, campaign, period, edition, content, signed, key_id, public_key, document
) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
"""
_KEYS = "select distinct key_id, public_key from deadline_statements order by key_id"


class Deadline(NamedTuple):
    township: str
    campaign: str
    period: str


@dataclass(frozen=True, slots=True)
class Statement:
    document: bytes
    """Canonical JSON of `content` and its `signature`."""
    edition: int

    @property
    def read(self) -> JsonObject:
        content: JsonObject = orjson.loads(self.document)
        return content


async def edition_of(
    connection: Connection, of: Deadline, body: JsonObject, key: SigningKey, now: datetime
) -> Statement:
    """In the caller's transaction. What was stated last, if nothing has changed since."""
    await connection.execute(_ALONE, _LOCK)
    content, last = digest(canonical(body)), await connection.fetchrow(_LAST, *of)
    if last is not None and last["content"] == content:
        return Statement(last["document"].encode(), last["edition"])
    edition = 1 if last is None else last["edition"] + 1
    document = canonical(_signed(body | {"edition": edition, "signed": write_instant(now)}, key))
    await connection.execute(_ADD, *of, edition, content, now, key.id, key.public, document.decode())
    return Statement(document, edition)


def _signed(content: JsonObject, key: SigningKey) -> JsonObject:
    return {
        "content": content,
        "algorithm": ALGORITHM,
        "key_id": key.id,
        "public_key": key.public,
        "signature": key.sign(PURPOSE, content),
    }


async def keys_used(connection: Connection) -> dict[str, str]:
    """Public keys by id, of all that was ever signed here."""
    return {row["key_id"]: row["public_key"] for row in await connection.fetch(_KEYS)}
