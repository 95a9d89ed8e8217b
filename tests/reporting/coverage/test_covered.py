"""Which of a filer's units were inspected, by anybody and by itself."""

from random import Random

import pytest

from services.reporting.coverage.covered import Coverage, covered
from shared.instant import microseconds
from tests.oracle.campaign import Size, campaign, mixed
from tests.oracle.known import Known
from tests.oracle.town_facts import CAMPAIGN
from tests.oracle.unit_figures import UnitFigures
from tests.reporting.lineage.campaigns import TOWN, oracle_rows
from tests.reporting.lineage.folding import Told
from tests.reporting.story import CAMPAIGN as WINTER
from tests.reporting.story import Story, town
from tests.reporting.telling import merged, unit, visit


def coverage(story: Story) -> dict[str, Coverage]:
    return dict(covered(Told(story.rows(), WINTER, None).marks()))


def test_by_anybody_and_by_itself() -> None:
    story = town()
    unit(story, "u1", department="d-a", village="v-e")
    unit(story, "u2", department="d-a", village="v-w")
    unit(story, "u3", department="d-b", village="v-w")
    visit(story, "i1", by="d-a", unit_id="u1")
    visit(story, "i2", by="d-b", unit_id="u1")
    visit(story, "i3", by="d-b", unit_id="u2")
    visit(story, "i4", by="d-a", unit_id="u3")
    assert coverage(story) == {
        "d-a": Coverage(2, 2, 1),
        "d-b": Coverage(1, 1, 0),
        "v-e": Coverage(1, 1, 0),
        "v-w": Coverage(2, 2, 0),
    }


def test_a_groups_inspection_that_nobody_is_credited_with_counts() -> None:
    story = town()
    unit(story, "u1", department=None)
    visit(story, by="g-1", unit_id="u1")
    assert coverage(story) == {"v-e": Coverage(1, 1, 0)}


def test_an_inspection_of_a_merged_unit_is_the_survivors() -> None:
    story = town()
    unit(story, "u1")
    unit(story, "u2")
    visit(story, by="d-a", unit_id="u2")
    merged(story, "u2", "u1", "unit")
    assert coverage(story) == {"d-a": Coverage(1, 1, 1), "v-e": Coverage(1, 1, 0)}


def test_without_a_valid_inspection_there_is_none() -> None:
    story = town()
    unit(story, "u1")
    visit(story, "i1", when="11-01")
    story.tell("inspection.completed", "12-01", "i2", unit_id="u1", by="v-e", participants=[])
    assert coverage(story) == {"d-a": Coverage(1, 0, 0), "v-e": Coverage(1, 0, 0)}


@pytest.mark.parametrize("seed", range(12))
def test_against_the_independent_count(seed: int) -> None:
    facts = mixed(campaign(seed, TOWN, Size()), Random(seed))
    for until in (TOWN.deadlines[3], TOWN.ends):
        found = covered(Told(oracle_rows(seed), CAMPAIGN, microseconds(until)).marks())
        figures = UnitFigures(Known(facts, TOWN), until)
        credited = (*TOWN.departments, None)
        visits = {(by, unit_id) for by, unit_id in figures.marks("inspected", "department") if by in credited}
        inspected = {unit_id for _, unit_id in visits}
        for kind, filers in (("department", TOWN.departments), ("village", TOWN.villages)):
            units = figures.marks("units", kind)
            for filer in filers:
                its = {unit_id for by, unit_id in units if by == filer}
                own = {unit_id for unit_id in its if (filer, unit_id) in visits}
                expected = Coverage(len(its), len(its & inspected), len(own))
                assert found.get(filer, Coverage()) == expected, (filer, until)
