"""No simulated fact is refused: each is put, in its order, to the decider of its subject."""

import json
from typing import Any

import pytest

from deploy.simulator.campaign_file import read_town
from deploy.simulator.simulate import Plan, simulate
from services.hazards.commands import COMMANDS as HAZARDS
from services.registry.commands import COMMANDS as REGISTRY
from shared.aggregates.decider import Command, Recorded
from shared.events.catalogue import load_event
from shared.events.voiding import FactVoided
from shared.facts.fact import FactKey
from shared.instant import parse_instant

COMMANDS = {**REGISTRY, **HAZARDS}
TOWN = read_town()
KINDS = (
    {one.id: "village" for one in TOWN.villages}
    | {one.id: "department" for one in TOWN.departments}
    | {one.id: "district_department" for one in TOWN.district_departments}
    | {one.id: "working_group" for one in TOWN.groups}
)


class Town:
    """What has been recorded so far: the states, and which stream and position each fact became."""

    def __init__(self) -> None:
        self.states: dict[tuple[str, str], Any] = {}
        self.recorded: dict[str, tuple[tuple[str, str], int]] = {}

    def take(self, fact: dict[str, Any]) -> None:
        position = len(self.recorded) + 1
        stream, data, voids = self._subject(fact)
        known = COMMANDS[fact["type"]] if voids is None else self._commands_of(stream)
        state = self.states.get(stream, known.decider.initial)
        occurred = parse_instant(fact["time"])
        command = Command(FactKey("paicha", fact["source"], fact["id"]), occurred, data, KINDS, voids)
        for event in known.decider.decide(state, command):
            state = known.decider.evolve(state, Recorded(position, occurred, event, "safety-office"))
        self.states[stream] = state
        self.recorded[fact["id"]] = (stream, position)

    def _subject(self, fact: dict[str, Any]) -> tuple[tuple[str, str], Any, int | None]:
        if fact["type"] == "fact.voided":
            stream, voids = self.recorded[fact["data"]["id"]]
            return stream, FactVoided(publisher="paicha", voids=voids, **fact["data"]), voids
        known = COMMANDS[fact["type"]]
        data = load_event(fact["type"], 1, fact["data"])  # as without a dataschema
        stream = (known.kind, known.subject(data))
        assert known.introduces or stream in self.states, f"{fact} before its subject"
        for reference in known.references(data):
            if reference.kind in ("unit", "hazard"):
                assert (reference.kind, reference.id) in self.states, f"{fact} before {reference}"
        return stream, data, None

    @staticmethod
    def _commands_of(stream: tuple[str, str]) -> Any:
        return next(known for known in COMMANDS.values() if known.kind == stream[0])


@pytest.mark.parametrize("plan", [Plan(1), Plan(2, 100, 800), Plan(3, 20, 1_200)])
def test_nothing_is_refused_and_nothing_has_to_wait(plan: Plan) -> None:
    town = Town()
    for line in simulate(TOWN, plan):
        town.take(json.loads(line))
