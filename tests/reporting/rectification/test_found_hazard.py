"""The hazards found and how far they are, against the independent count of many campaigns."""

from collections import Counter
from datetime import datetime
from random import Random

import pytest

from services.reporting.counting.context import Context
from services.reporting.counting.period import Period
from services.reporting.counting.policy import POLICIES
from services.reporting.counting.recount import background_of, recount
from services.reporting.counting.town import Town
from services.reporting.rectification.found_hazard import FoundHazard, found_hazards
from shared.instant import microseconds
from tests.oracle.campaign import Size, campaign, mixed
from tests.oracle.hazard_figures import HazardFigures
from tests.oracle.known import Known
from tests.oracle.said import Said, by_time, of_type
from tests.oracle.town_facts import CAMPAIGN
from tests.reporting.lineage.campaigns import TOWN, oracle_rows

UNTILS = (TOWN.deadlines[1], TOWN.deadlines[4], TOWN.ends)


@pytest.mark.parametrize("seed", range(12))
def test_against_the_independent_count(seed: int) -> None:
    rows = oracle_rows(seed)
    opened, known = Town.of(rows).campaigns[CAMPAIGN], Known(facts(seed), TOWN)
    for until in UNTILS:
        period = Period.of(opened, microseconds(until))
        found = found_hazards(rows, Context(period, POLICIES["1"], background_of(rows)))
        assert Counter(found) == Counter(expected(known, until)), until
        figures = recount(rows, period, POLICIES["1"])
        by_filer = Counter(each.filer for each in found if each.closed is not None)
        closed = {filer: n for (filer, column), n in figures.cells.items() if column == "hazards_closed"}
        assert by_filer == closed


def facts(seed: int) -> list[Said]:
    return mixed(campaign(seed, TOWN, Size()), Random(seed))


def expected(known: Known, cutoff: datetime) -> list[FoundHazard]:
    """Of each list of marks, who is in it and who is not; moments from the facts themselves."""
    figures = HazardFigures(known, cutoff)
    major, closed = (
        {hazard for _, hazard in figures.marks(column)} for column in ("major_found", "hazards_closed")
    )
    return [
        FoundHazard(
            filer=filer or "",
            major=hazard in major,
            found=microseconds(known.histories["hazard", hazard][0].time),
            closed=closing(known.histories["hazard", hazard], cutoff) if hazard in closed else None,
            deadline=deadline(known.histories["hazard", hazard], cutoff),
            hazard=hazard,
        )
        for filer, hazard in figures.marks("hazards_found")
    ]


def closing(history: list[Said], cutoff: datetime) -> int:
    """Going back from the last closure as long as none of the steps reopens it."""
    steps = by_time(of_type(history, "hazard.closed", "hazard.look_back_failed"))
    since = 0
    for step in reversed([step for step in steps if step.time < cutoff]):
        if step.type == "hazard.look_back_failed":
            break
        since = microseconds(step.time)
    return since


def deadline(history: list[Said], cutoff: datetime) -> str | None:
    plans = [plan for plan in by_time(of_type(history, "hazard.planned")) if plan.time < cutoff]
    return str(plans[-1].data["deadline"]) if plans else None
