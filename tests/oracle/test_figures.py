"""The slow figures themselves, on histories small enough to count by hand."""

from datetime import datetime, timedelta
from random import Random
from typing import Any

from tests.oracle.campaign import Size, campaign, mixed
from tests.oracle.figures import annexes, in_ten_thousands
from tests.oracle.said import Said, standing
from tests.oracle.town import moment, small_town

TOWN = small_town()


def said(kind: str, type_: str, at: str, number: int, **data: Any) -> Said:
    return Said((kind, str(data.get(f"{kind}_id", "h"))), type_, moment(at), data, "/s", str(number), at)


UNIT = said("unit", "unit.registered", "2024-01-01T00:00", 1, unit_id="u", village="v-1", department="d-a")


def found(by: str, at: str = "2024-12-01T08:00", severity: str = "general") -> Said:
    return said("hazard", "hazard.found", at, 2, hazard_id="h", unit_id="u", by=by, severity=severity)


def row(facts: list[Said], filer: str, until: str = "2025-06-01T00:00") -> dict[str, int | str]:
    annex = "annex-3" if filer.startswith("d") else "annex-4"
    return annexes(facts, TOWN, moment(until))[annex].rows[filer]


def test_a_working_group_is_credited_by_the_department_of_that_moment() -> None:
    moved = said("unit", "unit.reassigned", "2024-12-01T08:00", 3, unit_id="u", department="d-b")
    facts = [UNIT, found("g-1"), moved]
    assert row(facts, "d-a")["hazards_found"] == 0
    assert row(facts, "d-b")["hazards_found"] == 1


def test_a_fact_at_the_cutoff_is_not_before_it() -> None:
    facts = [UNIT, found("v-1", at="2024-11-15T00:00")]
    assert row(facts, "v-1", until="2024-11-15T00:00")["hazards_found"] == 0
    assert row(facts, "v-1", until="2024-11-15T00:01")["hazards_found"] == 1


def test_a_misjudgement_undoes_what_was_recorded_before_it() -> None:
    raised = said(
        "hazard", "hazard.regraded", "2024-12-09T00:00", 3, hazard_id="h", severity="major", reason="raised"
    )
    misjudged = said(
        "hazard",
        "hazard.regraded",
        "2024-12-05T00:00",
        4,
        hazard_id="h",
        severity="general",
        reason="misjudged",
    )
    assert row([UNIT, found("v-1"), raised, misjudged], "v-1")["major_found"] == 0
    assert row([UNIT, found("v-1"), misjudged, raised], "v-1")["major_found"] == 1


def test_taking_back_a_taking_back() -> None:
    closed = said("hazard", "hazard.closed", "2024-12-09T00:00", 3, hazard_id="h", by="v-1")
    back = Said(("hazard", "h"), "fact.voided", closed.time, {"source": "/s", "id": "3"}, "/s", "4", "")
    again = Said(("hazard", "h"), "fact.voided", closed.time, {"source": "/s", "id": "4"}, "/s", "5", "")
    assert row([UNIT, found("v-1"), closed, back], "v-1")["hazards_closed"] == 0
    assert row([UNIT, found("v-1"), closed, back, again], "v-1")["hazards_closed"] == 1


def test_fines_are_exact() -> None:
    assert in_ten_thousands(0) == "0.0000"
    assert in_ten_thousands(1) == "0.000001"
    assert in_ten_thousands(100) == "0.0001"
    assert in_ten_thousands(1_234_560) == "1.23456"
    assert in_ten_thousands(1_200_000) == "1.2000"


def test_the_mixture_between_subjects_moves_nothing() -> None:
    histories = campaign(7, TOWN, Size())
    until = TOWN.ends - timedelta(days=20)
    first = annexes(mixed(histories, Random(1)), TOWN, until)
    assert first == annexes(mixed(histories, Random(2)), TOWN, until)


def test_a_campaign_is_rich() -> None:
    """Every figure is there and every type of fact is told, also after corrections."""
    types: set[str] = set()
    cells: set[str] = set()
    for seed in range(20):
        histories = campaign(seed, TOWN, Size())
        types |= {fact.type for history in histories for fact in standing(history)}
        facts = [fact for history in histories for fact in history]
        for annex in annexes(facts, TOWN, datetime.max.replace(tzinfo=TOWN.ends.tzinfo)).values():
            cells |= {column for its in annex.rows.values() for column, value in its.items() if value}
    assert len(types) == 32
    assert len(cells) == 17
