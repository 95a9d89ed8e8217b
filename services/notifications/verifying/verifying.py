"""The record of sending and the reminders of a town, checked as of one moment."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from services.notifications.verifying.chain import Broken, Chain, Line, fits
from shared.event_log.connection import Connection, Pool
from shared.json_types import Json, JsonObject

MOST_LISTED = 100
_AT_ONCE = 2000
_LINES = """
select number, previous, line, hash, township, reminder from sending_record
where number > $1 order by number limit $2
"""
_ROWS = """
select id, state, reason from reminders
where township = $1 and attempts > 0 and id > $2 order by id limit $3
"""


@dataclass(slots=True)
class Verdict:
    lines: int = 0
    head: str = ""
    broken: Broken | None = None
    rows: int = 0
    differing: list[JsonObject] = field(default_factory=list)

    @property
    def document(self) -> JsonObject:
        broken: Json = None if self.broken is None else {**self.broken._asdict()}
        return {
            "whole": self.broken is None and not self.differing,
            "lines": self.lines,
            "head": self.head,
            "broken": broken,
            "reminders": self.rows,
            "differing": len(self.differing),
            "listed_differing": [*self.differing[:MOST_LISTED]],
        }


async def verify(pool: Pool, township: str) -> Verdict:
    """The chain is one for all towns; reminders are of this one. Behind a broken line none is looked at."""
    verdict, chain = Verdict(), Chain()
    async with (
        pool.acquire() as connection,
        connection.transaction(isolation="repeatable_read", readonly=True),
    ):
        verdict.broken = await _lines(connection, chain)
        verdict.lines, verdict.head = chain.lines, chain.head
        if verdict.broken is None:
            await _rows(connection, township, chain.states, verdict)
    return verdict


async def _lines(connection: Connection, chain: Chain) -> Broken | None:
    while rows := await connection.fetch(_LINES, chain.lines, _AT_ONCE):
        for row in rows:
            broken = chain.take(Line(*row))
            if broken is not None:
                return broken
    return None


async def _rows(connection: Connection, township: str, states: Mapping[str, str], verdict: Verdict) -> None:
    after = ""
    while rows := await connection.fetch(_ROWS, township, after, _AT_ONCE):
        after = rows[-1]["id"]
        verdict.rows += len(rows)
        for row in rows:
            recorded = states.get(row["id"])
            if not fits(recorded, row["state"], row["reason"]):
                verdict.differing.append({"reminder": row["id"], "recorded": recorded, "state": row["state"]})
