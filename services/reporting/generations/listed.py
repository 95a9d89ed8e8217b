"""The generations that there are: which one answers, how far each is, and what was decided about it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from services.reporting.read_model import FIGURES
from services.reporting.reading.question import LOGS
from shared.event_log.connection import Connection
from shared.problems import Rejected

_LISTED = """
select g.name, g.name = l.generation as live, g.built, g.compared, g.signed, g.kept_until
from public.generations g cross join public.live_generations l
where l.model = $1 order by g.name <> 'public', length(g.name), g.name
"""
_HELD = """
select (select version from "{0}".read_models where name = $1),
  (select targets from "{0}".read_models where name = $1),
  (select coalesce(jsonb_object_agg(log, position), '{{}}') from "{0}".checkpoints)
"""


@dataclass(frozen=True, slots=True)
class Generation:
    name: str
    live: bool
    built: bool
    version: int | None
    """None: nothing was begun yet."""
    targets: Mapping[str, int]
    positions: Mapping[str, int]
    compared: Mapping[str, Any] | None
    signed: Mapping[str, Any] | None
    kept_until: int | None

    @property
    def answered_before(self) -> bool:
        """Kept for a while, so that it can answer again."""
        return self.kept_until is not None

    @property
    def approved(self) -> bool:
        """Found equal, or an operator signed just that difference."""
        if self.compared is None:
            return False
        signed = None if self.signed is None else self.signed["difference"]
        return bool(self.compared["equal"]) or signed == self.compared["difference"]["digest"]

    def behind(self, positions: Mapping[str, int]) -> int:
        return sum(max(0, reached - self.positions.get(log, 0)) for log, reached in positions.items())


async def listed(connection: Connection) -> list[Generation]:
    """The oldest first. One that is dropped meanwhile raises what Postgres says."""
    found = []
    for name, live, built, compared, signed, kept_until in await connection.fetch(_LISTED, FIGURES.name):
        ((version, targets, positions),) = await connection.fetch(_HELD.format(name), FIGURES.name)
        found.append(
            Generation(
                name,
                live,
                built,
                version,
                {} if targets is None else orjson.loads(targets),
                dict.fromkeys(LOGS, 0) | orjson.loads(positions),
                None if compared is None else orjson.loads(compared),
                None if signed is None else orjson.loads(signed),
                kept_until,
            )
        )
    return found


async def named(connection: Connection, name: str) -> Generation:
    """Raises `generation_unknown`."""
    for each in await listed(connection):
        if each.name == name:
            return each
    raise Rejected("generation_unknown", name=name)


def live_of(generations: list[Generation]) -> Generation:
    return next(each for each in generations if each.live)
