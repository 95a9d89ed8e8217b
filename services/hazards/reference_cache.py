"""What this service knows of the registry: the ids of units, organisations and officials, heard on the bus.

Only that something exists, and an organisation's kind, is kept: everything else of the registry is looked
up when figures are computed, so that a later correction moves them. That a fact is in the registry's log is
kept, because a voiding of it is heard here too.
"""

import asyncio
from collections.abc import Iterable, Mapping, Sequence

from shared.event_log.connection import Connection, Pool
from shared.events.catalogue import load_event
from shared.events.registry import OfficialRegistered, OrganisationRegistered, UnitRegistered
from shared.facts.fact import FactKey, Reference
from shared.instant import microseconds
from shared.intake.judging.lookups import Named
from shared.intake.judging.retraction import ANYBODY, answered
from shared.problems import Rejected
from shared.read_model.checkpoint import Checkpoint, Published
from shared.read_model.checkpointed import Checkpointed
from shared.read_model.model import Folded, ReadModel

LOG = "registry"
_KEPT = 200_000
_LOOK_SECONDS = 0.1

_LOOK_UP = """
select k.* from unnest($1::text[], $2::text[], $3::text[]) as named (township, kind, id)
cross join lateral (
  select township, kind, id, said from known
  where township = named.township and kind = named.kind and id = named.id offset 0
) as k
"""
_LEARN = """
insert into known (township, kind, id, said)
select * from unnest($1::text[], $2::text[], $3::text[], $4::text[])
on conflict (township, kind, id) do nothing
"""
REFERENCES = ReadModel("references", version=2, tables=("known",))
"""Raised by whatever changes what is kept of the same events: they are read again at the next start."""


class ReferenceCache:
    """What is known never becomes unknown, so what was found once is kept in memory."""

    kinds = frozenset({"unit", "organisation", "official", "fact"})

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self.model = Checkpointed(pool, REFERENCES)
        self._found: dict[Named, str] = {}
        self._recorded = 0
        self._folded: Folded | None = None
        """As last seen."""

    def floor(self) -> int:
        """When the last event heard of was recorded (µs): nothing here is recorded before it."""
        return self._recorded

    async def look_up(self, named: Iterable[Named]) -> Mapping[Named, str]:
        asked = list(named)
        answer = {each: self._found[each] for each in asked if each in self._found}
        unsure = [each for each in asked if each not in answer]
        if unsure:
            rows = await self._pool.fetch(
                _LOOK_UP,
                [township for township, _ in unsure],
                [reference.kind for _, reference in unsure],
                [reference.id for _, reference in unsure],
            )
            found = {(row["township"], Reference(row["kind"], row["id"])): row["said"] for row in rows}
            self._keep(found)
            answer |= found
        return answer

    async def kinds_of(self, township: str, organisations: Iterable[str]) -> dict[str, str]:
        """Of those that are known."""
        named = [(township, Reference("organisation", each)) for each in organisations]
        return {reference.id: said for (_, reference), said in (await self.look_up(named)).items()}

    def _keep(self, found: Mapping[Named, str]) -> None:
        if len(self._found) > _KEPT:
            self._found.clear()
        self._found.update(found)

    async def prepare(self) -> None:
        """Before anything else; from then on the floor is known."""
        await self.model.prepare()
        await self.checkpoint()

    async def checkpoint(self) -> Checkpoint:
        self._folded = await self.model.folded()
        checkpoint = self._folded.checkpoint(LOG)
        self._recorded = max(self._recorded, checkpoint.recorded)
        return checkpoint

    def refuse_unless_whole(self) -> None:
        """Raises `not_ready` while what was known before is not known again: nobody waits for it in vain."""
        if self._folded is None:
            raise Rejected("not_ready", detail="正在启动 it is starting")
        self._folded.refuse_unless_whole()

    async def until_whole(self) -> None:
        while self._folded is None or self._folded.targets:  # noqa: ASYNC110 - another process may fold
            await asyncio.sleep(_LOOK_SECONDS)

    async def apply(self, events: Sequence[Published]) -> list[Named]:
        """Keep what these events introduce; the names that are known once this returns.

        What was applied before is ignored; what does not continue what the database holds is refused.
        """
        async with self.model.applying(events) as writing:
            introduced = {named: said for event in writing.batch for named, said in introductions(event)}
            # Before anybody can hear of them: what is judged by them is never recorded before them.
            for event in writing.batch[-1:]:
                self._recorded = max(self._recorded, microseconds(event.envelope.recorded))
            await _learn(writing.connection, introduced)
        self._folded = writing.folded
        return list(introduced)


async def _learn(connection: Connection, introduced: Mapping[Named, str]) -> None:
    if introduced:
        await connection.execute(
            _LEARN,
            [township for township, _ in introduced],
            [reference.kind for _, reference in introduced],
            [reference.id for _, reference in introduced],
            list(introduced.values()),
        )


def introductions(event: Published) -> list[tuple[Named, str]]:
    """What an event of the registry makes known, and what is said of it."""
    envelope = event.envelope
    data = load_event(envelope.type, envelope.version, envelope.data)
    key = FactKey(envelope.publisher, envelope.fact_source, envelope.fact_id)
    known = [(answered(key), LOG), (answered(key._replace(publisher=ANYBODY)), LOG)]
    match data:
        case UnitRegistered():
            known.append((Reference("unit", data.unit_id), ""))
        case OfficialRegistered():
            known.append((Reference("official", data.official_id), ""))
        case OrganisationRegistered():
            known.append((Reference("organisation", data.organisation_id), data.kind))
        case _:
            pass
    return [((envelope.township, reference), said) for reference, said in known]
