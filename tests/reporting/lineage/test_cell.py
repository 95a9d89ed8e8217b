"""Lineage is sufficient and irreducible: shown by folding what it lists, and all of it but one event."""

import pytest
from hypothesis import HealthCheck, given, settings

from services.reporting.counting.policy import Policy
from services.reporting.lineage.cell import Counted, counted
from services.reporting.lineage.sources import Source, source_of
from shared.instant import microseconds
from tests.oracle.town_facts import CAMPAIGN as ORACLE_CAMPAIGN
from tests.reporting.histories import Saying, histories, told
from tests.reporting.lineage.campaigns import TOWN, oracle_rows, policies
from tests.reporting.lineage.folding import Told
from tests.reporting.story import CAMPAIGN


def listed_in(found: list[Counted]) -> set[Source]:
    return {source_of(entry) for each in found for entry in each.events}


def assert_lineage_holds(town: Told) -> int:
    """Of every cell, with rows apart and as one. Returns how many events were left out in turn."""
    marks = town.marks()
    tried = 0
    for cell, of_cell in town.cells(marks).items():
        for apart in (True, False):
            found = counted(of_cell, apart=apart)
            listed = listed_in(found)
            expected, alone = town.plain(marks, cell, apart=apart), town.folded(listed)
            assert town.plain(alone, cell, apart=apart) == expected, f"{cell} is not sufficient"
            assert sum(each.weight for each in found) == _value(expected, apart=apart)
            given = town.plain(alone, cell, apart=True)
            for one in listed:
                rest = town.plain(town.folded(listed - {one}), cell, apart=True)
                assert rest != given, f"{cell}: {one} is not needed beside {sorted(listed - {one})}"
                tried += 1
    return tried


def _value(marks: frozenset[tuple[str, str, str, int]], *, apart: bool) -> int:
    return sum({(filer if apart else "", member): weight for filer, _, member, weight in marks}.values())


@pytest.mark.parametrize("seed", range(12))
def test_of_independent_campaigns(seed: int) -> None:
    rows = oracle_rows(seed)
    for until in (None, TOWN.deadlines[2], TOWN.deadlines[4]):
        moment = None if until is None else microseconds(until)
        assert assert_lineage_holds(Told(rows, ORACLE_CAMPAIGN, moment)) >= 0


@given(history=histories(), policy=policies())
@settings(max_examples=80, suppress_health_check=[HealthCheck.too_slow])
def test_of_any_history_under_any_policy(history: list[Saying], policy: Policy) -> None:
    assert_lineage_holds(Told(told(history).rows(), CAMPAIGN, None, policy))
