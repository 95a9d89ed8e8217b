"""The command registries: every published type is kept by one service, and deciding never breaks a state."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from services.hazards.commands import COMMANDS as HAZARDS
from services.registry.commands import COMMANDS as REGISTRY
from shared.aggregates.command_registry import CommandKind, CommandRegistry
from shared.aggregates.decider import Command, Recorded
from shared.events.base import Event
from shared.events.catalogue import EVENTS, HAZARDS_EVENTS, REGISTRY_EVENTS, load_event
from shared.events.envelope import Envelope
from shared.events.voiding import FactVoided
from shared.facts.fact import FactKey
from shared.problems import Rejected
from tests.contracts.golden import golden_files
from tests.support.specification import on

KINDS = {
    "v-mingyue": "village",
    "v-donghe": "village",
    "v-dongshan": "village",
    "d-chanye": "department",
    "d-pingan": "department",
    "x-yingji": "district_department",
    "g-2": "working_group",
}


def test_every_type_is_kept_by_one_service() -> None:
    assert set(REGISTRY) == {event.type for event in REGISTRY_EVENTS} | {"fact.voided"}
    assert set(HAZARDS) == {event.type for event in HAZARDS_EVENTS} | {"fact.voided"}


def _examples(commands: CommandRegistry) -> dict[str, list[Event]]:
    """By kind of subject, the golden events that belong to it."""
    found: dict[str, list[Event]] = {}
    for file in golden_files():
        envelope = Envelope.from_bytes(file.read_bytes())
        if envelope.type in commands and envelope.type != FactVoided.type:
            event = load_event(envelope.type, envelope.version, envelope.data)
            found.setdefault(commands[envelope.type].kind, []).append(event)
    return found


SUBJECTS = [
    (commands, kind, events)
    for commands in (REGISTRY, HAZARDS)
    for kind, events in _examples(commands).items()
]


@pytest.mark.parametrize(
    ("commands", "kind", "events"), SUBJECTS, ids=lambda each: each if isinstance(each, str) else ""
)
def test_what_is_decided_can_be_evolved(commands: CommandRegistry, kind: str, events: list[Event]) -> None:
    """Any facts at any time, takings back among them: refused in words, or taken into the state."""

    @for_all(
        st.lists(
            st.tuples(st.one_of(st.sampled_from(events), st.integers(1, 9)), st.integers(0, 9)), max_size=12
        )
    )
    def run(facts: list[tuple[Event | int, int]]) -> None:
        decider = next(known.decider for known in commands.values() if known.kind == kind)
        state, recorded = decider.initial, list[Recorded]()
        position = 0
        for fact, hours in facts:
            data = _voiding(fact) if isinstance(fact, int) else fact
            occurred = on(1) + timedelta(hours=hours)
            command = Command(FactKey("p", "/s", "i"), occurred, data, KINDS)
            try:
                decided = decider.decide(state, command)
            except Rejected:
                continue
            assert decided in ([], [data])
            for event in decided:
                position += 1
                recorded.append(Recorded(position, occurred, event, "v-mingyue"))
                state = decider.evolve(state, recorded[-1])
        assert decider.restore(recorded) == state

    run()


def _voiding(position: int) -> FactVoided:
    return FactVoided(publisher="p", source="/s", id="1", reason="录入错误", voids=position)


@pytest.mark.parametrize("known", [*REGISTRY.values(), *HAZARDS.values()], ids=lambda known: known.event.type)
def test_a_state_refuses_events_of_others(known: CommandKind) -> None:
    foreign: Any = load_event("unit.graded", 1, {"unit_id": "u", "grade": "red"})
    if known.kind in ("unit", "fact"):
        foreign = load_event("self_check.recorded", 1, {"filer": "v", "item": "1", "status": "done"})
    with pytest.raises(TypeError):
        known.decider.evolve(known.decider.initial, Recorded(1, on(1), foreign, "v-mingyue"))


@pytest.mark.parametrize("event_class", EVENTS.values(), ids=lambda event: event.type)
def test_a_type_says_what_it_is(event_class: type[Event]) -> None:
    assert event_class.__doc__
