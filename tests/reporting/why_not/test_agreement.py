"""Why-not agrees with counting: it gives a reason exactly where no mark of the subject is in the cell."""

from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, given, settings

from services.reporting.counting.columns import COLUMN
from services.reporting.counting.policy import POLICIES, Policy
from services.reporting.subjects.merging import chain
from services.reporting.why_not.rules.cell import Cell, kinds_of
from shared.instant import microseconds
from tests.oracle.town_facts import CAMPAIGN as ORACLE_CAMPAIGN
from tests.reporting.histories import Saying, histories, told
from tests.reporting.lineage.campaigns import TOWN, oracle_rows, policies
from tests.reporting.story import CAMPAIGN
from tests.reporting.why_not.cells import Asking, Marked, recorded_in


def expected(asking: Asking, marked: Marked, kind: str, id_: str, cell: Cell) -> set[tuple[str, str, int]]:
    """From the marks of the whole town: those of the subject, those that it is the member of, and of a unit
    asked for among fines those of penalties at it or at one merged into it."""
    found = set()
    for of_kind, subject, mark in marked:
        if not list(cell.place.of_cell([mark], cell.campaign, cell.context.kind)):
            continue
        own = (of_kind, subject) == (kind, id_)
        member = mark.member == id_ and COLUMN[mark.column].counts == kind
        if own or member or (cell.column == "fines" and kind == "unit" and id_ in _at(asking, subject)):
            found.add((mark.filer if cell.place.apart else "", mark.member, mark.weight))
    return found


def _at(asking: Asking, penalty: str) -> Sequence[str]:
    """The unit that a penalty names, and all it was merged into."""
    decided = next(e for e in asking.rows["penalty"][penalty] if e.type == "penalty.imposed")
    return chain(decided.data["unit_id"], asking.context.background.unit_standing)


def assert_agrees(asking: Asking, filers: Sequence[str]) -> int:
    """For every subject, and one that nobody knows, in every cell. Returns how many are not counted."""
    marked, refused = asking.marks(), 0
    subjects = [(kind, id_) for kind, of_kind in asking.rows.items() for id_ in of_kind]
    for cell in asking.every_cell(filers):
        asked = [(kind, id_) for kind, id_ in subjects if kind in kinds_of(cell.column)]
        asked += [(kind, "nowhere") for kind in kinds_of(cell.column)]
        for kind, id_ in asked:
            told = asking.explained(kind, id_, cell)
            counted = expected(asking, marked, kind, id_, cell)
            assert (told.reason is None) == bool(counted), (kind, id_, cell.place, told.reason, counted)
            apart = cell.place.apart
            listed = {(each.filer if apart else "", each.member, each.weight) for each in told.counted}
            assert listed == counted
            if told.reason is not None and told.reason.survivor:
                survivor = expected(asking, marked, kind, told.reason.survivor, cell)
                assert told.survivor_counts == bool(survivor)
            refused += told.reason is not None
    return refused


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("policy", POLICIES)
def test_in_independent_campaigns(seed: int, policy: str) -> None:
    rows = oracle_rows(seed)
    filers = ("d-a", "d-b", "v-1", "g-1")
    for until in (None, TOWN.deadlines[2]):
        moment = None if until is None else microseconds(until)
        assert assert_agrees(Asking(rows, ORACLE_CAMPAIGN, moment, POLICIES[policy]), filers) > 0


@given(history=histories(), policy=policies())
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_in_any_history_under_any_policy(history: list[Saying], policy: Policy) -> None:
    story = told(history)
    asking = Asking(story.rows(), CAMPAIGN, None, policy, recorded_in(story))
    assert_agrees(asking, ("d-a", "d-b", "v-e"))
