"""The digest of a state is the same step by step and from scratch, and follows rows and marks alone."""

from collections import defaultdict
from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.reporting.counting.context import Context
from services.reporting.counting.marks import marks_of
from services.reporting.counting.period import Period
from services.reporting.counting.policy import POLICIES
from services.reporting.counting.recount import background_of
from services.reporting.counting.town import Town
from services.reporting.state_digests.items import MODULUS, NO_ENTRIES, marks_item, row_item, with_entry
from services.reporting.state_digests.town_state import TownState
from services.reporting.subjects.as_recorded import kept_entry, rows_of
from services.reporting.subjects.references import Named
from shared.read_model.entry import Entry
from tests.reporting.histories import Saying, histories, told
from tests.reporting.story import TOWN, Story, at
from tests.reporting.telling import penalty

Entries = dict[Named, list[Entry]]


def from_scratch(entries: Mapping[Named, list[Entry]]) -> int:
    """As the projection holds it."""
    rows = rows_of(((*key, held) for key, held in entries.items()), {"registry": 10**9, "hazards": 10**9})
    background, total = background_of(rows), 0
    for key, held in entries.items():
        hash_ = NO_ENTRIES
        for entry in held:
            hash_ = with_entry(hash_, entry)
        total += row_item(TOWN, key, hash_)
        for campaign in Town.of(rows).campaigns.values():
            context = Context(Period.of(campaign), POLICIES[campaign.policy], background)
            total += marks_item(TOWN, key, campaign.id, marks_of(*key, rows[key[0]][key[1]], context))
    return total % MODULUS


def recorded(story: Story) -> list[tuple[Named, Entry]]:
    events = sorted((e for log in story.logs.values() for e in log), key=lambda e: (e.recorded, e.log))
    kept = (kept_entry(event) for event in events)
    return [each for each in kept if each is not None]


@settings(max_examples=60, deadline=None)
@given(history=histories(), every=st.integers(1, 30))
def test_step_by_step_as_from_scratch(history: list[Saying], every: int) -> None:
    steps, state, entries = recorded(told(history)), TownState(TOWN), defaultdict(list)
    for start in range(0, len(steps), every):
        fresh: Entries = defaultdict(list)
        for key, entry in steps[start : start + every]:
            fresh[key].append(entry)
            entries[key].append(entry)
        state.record(fresh)
        assert state.sum % MODULUS == from_scratch(entries)


def test_a_campaign_opened_anew_under_another_policy() -> None:
    """Its marks are of that policy from then on; under one that is not known it has none."""
    story = told([])
    penalty(story, when="12-02", fen=100)
    story.tell("penalty.revoked", "12-03", "p1", reason="复核撤销")
    opened = next(e for e in story.logs["registry"] if e.type == "campaign.opened").data
    more = {name: value for name, value in opened.items() if name not in ("campaign_id", "policy")}
    states = []
    for policy in ("1", "2", "1"):
        story.tell("campaign.opened", "12-04", "winter", **more, policy=policy)
        state, entries = TownState(TOWN), defaultdict(list)
        for key, entry in recorded(story):
            entries[key].append(entry)
            state.record({key: [entry]})
        assert state.sum % MODULUS == from_scratch(entries)
        states.append(state.sum % MODULUS)
    assert len(set(states)) == 3
    assert at("12-04")


@pytest.mark.parametrize("other", ["town", "id", "entry", "marks"])
def test_whatever_is_otherwise_makes_another_number(other: str) -> None:
    entry = Entry("unit.graded", 1, 2, {"grade": "red"})
    hash_ = with_entry(NO_ENTRIES, entry)
    marks = [("d-a", "units", "u1", 1)]
    row, of_marks = row_item("t", ("unit", "u1"), hash_), marks_item("t", ("unit", "u1"), "c", marks)
    different = {
        "town": row_item("u", ("unit", "u1"), hash_),
        "id": row_item("t", ("unit", "u2"), hash_),
        "entry": row_item("t", ("unit", "u1"), with_entry(NO_ENTRIES, entry._replace(position=3))),
        "marks": marks_item("t", ("unit", "u1"), "c", [("d-b", "units", "u1", 1)]),
    }
    assert different[other] not in (row, of_marks, 0)
    assert marks_item("t", ("unit", "u1"), "c", []) == 0
    assert marks_item("t", ("unit", "u1"), "c", [*marks, ("a", "b", "c", 2)]) == marks_item(
        "t", ("unit", "u1"), "c", [("a", "b", "c", 2), *marks]
    )
