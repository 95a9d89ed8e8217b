"""Facts through the product's own deciders into envelopes, as its two logs would keep them, without servers.

It also shows that the campaigns told here are acceptable: a refused fact is an error of one of the two sides.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from services.hazards.commands import COMMANDS as HAZARDS_COMMANDS
from services.registry.commands import COMMANDS as REGISTRY_COMMANDS
from shared.aggregates.decider import Command, Recorded
from shared.events.base import Event
from shared.events.catalogue import EVENTS, load_event
from shared.events.envelope import Envelope
from shared.events.voiding import FactVoided
from shared.facts.fact import FactKey
from tests.oracle.said import Said

TOWNSHIP = "500112143"
REGISTRIES = {"registry": REGISTRY_COMMANDS, "hazards": HAZARDS_COMMANDS}
_RECORDED = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass
class Log:
    """One log in memory: envelopes, the states of its subjects, and where each fact went."""

    name: str
    kinds: dict[str, str]
    envelopes: list[Envelope] = field(default_factory=list)
    states: dict[str, Any] = field(default_factory=dict)
    positions: dict[tuple[str, str], int] = field(default_factory=dict)

    def record(self, fact: Said) -> None:
        """Decide and append; `Rejected` when the product refuses it."""
        kind, id_ = fact.subject
        decider = next(each for each in REGISTRIES[self.name].values() if each.kind == kind).decider
        stream = f"{TOWNSHIP}/{kind}/{id_}"
        state = self.states.get(stream, decider.initial)
        command = Command(FactKey("paicha", *fact.key), fact.time, self._event(fact), self.kinds)
        for event in decider.decide(state, command):
            self._append(fact, stream, self._as_written(fact, event))
            entry = Recorded(len(self.envelopes), fact.time, event, "safety-office")
            state = decider.evolve(state, entry)
            self.states[stream] = state

    def _event(self, fact: Said) -> Event:
        if fact.type != "fact.voided":
            return load_event(fact.type, fact.version, _sent(fact).payload())
        source, id_ = fact.data["source"], fact.data["id"]
        voids = self.positions[source, id_]
        return FactVoided(publisher="paicha", source=source, id=id_, reason=fact.data["reason"], voids=voids)

    def _as_written(self, fact: Said, event: Event) -> Event:
        """Every other of what was sent in an older version as the release of then recorded it."""
        older = fact.type != "fact.voided" and fact.version < event.version
        return _sent(fact) if older and len(self.envelopes) % 2 else event

    def _append(self, fact: Said, stream: str, event: Event) -> None:
        position = len(self.envelopes) + 1
        self.positions[fact.key] = position
        versions = sum(1 for each in self.envelopes if each.stream == stream)
        self.envelopes.append(
            Envelope(
                log=self.name,
                log_id=f"oracle-{self.name}",
                position=position,
                previous_hash="",
                township=TOWNSHIP,
                stream=stream,
                stream_version=versions + 1,
                type=event.type,
                version=event.version,
                occurred=fact.time,
                recorded=_RECORDED + timedelta(microseconds=position),
                actor="paicha",
                actor_organisation="safety-office",
                publisher="paicha",
                fact_source=fact.source,
                fact_id=fact.id,
                fact_digest="",
                correlation=fact.id,
                causation=fact.id,
                data=event.payload(),
            )
        )


def _sent(fact: Said) -> Event:
    return EVENTS[fact.type, fact.version].model_validate(fact.data)


def record(facts: Iterable[Said], kinds: dict[str, str]) -> dict[str, Log]:
    logs = {name: Log(name, kinds) for name in REGISTRIES}
    for fact in facts:
        registry = fact.subject[0] in {kind.kind for kind in REGISTRY_COMMANDS.values()}
        logs["registry" if registry else "hazards"].record(fact)
    return logs
