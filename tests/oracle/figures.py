"""Every cell of 附件3 and 附件4 at a cut-off, in the most direct way from domain.md, sections 5 and 6.

No figure is kept from one to the next. Where a sentence leaves a choice, `README.md` beside this says which
reading is taken.
"""

from dataclasses import dataclass
from datetime import datetime

from tests.oracle.hazard_figures import HazardFigures
from tests.oracle.known import Known
from tests.oracle.said import Said
from tests.oracle.town import Town
from tests.oracle.unit_figures import UnitFigures

GRADES = ("units_red", "units_orange", "units_yellow", "units_blue")
HAZARDS = ("hazards_found", "hazards_closed", "major_found", "major_closed")
ANNEX_3 = (
    *("units", *GRADES, "inspected", "inspected_by_leader", *HAZARDS),
    *("referred_to_district", "supervised", "penalised", "fines", "cases_referred"),
)
ANNEX_4 = ("units", *GRADES, *HAZARDS, "referred_to_town")

Mark = tuple[str | None, str]
"""(the filer credited, or None for a working group's act that no filer gets; the one thing counted)."""
Cell = int | str


@dataclass(frozen=True)
class Annex:
    rows: dict[str, dict[str, Cell]]
    sum: dict[str, Cell]
    distinct: dict[str, Cell]
    ungraded: dict[str, int]
    """Filer to the number of its units in no colour; only those that have some."""
    uncredited: int
    """How many inspections and hazards of working groups no filer is credited with."""


def annexes(facts: list[Said], town: Town, occurred_until: datetime) -> dict[str, Annex]:
    known = Known(facts, town)
    cutoff = min(occurred_until, town.ends)
    units, hazards = UnitFigures(known, cutoff), HazardFigures(known, cutoff)
    return {
        "annex-3": _annex(units, hazards, "department"),
        "annex-4": _annex(units, hazards, "village"),
    }


def _annex(units: UnitFigures, hazards: HazardFigures, kind: str) -> Annex:
    town = units.town
    filers = town.departments if kind == "department" else town.villages
    counted = (*filers, None) if kind == "department" else filers
    rows: dict[str, dict[str, Cell]] = {filer: {} for filer in filers}
    total: dict[str, Cell] = {}
    distinct: dict[str, Cell] = {}
    for column in ANNEX_3 if kind == "department" else ANNEX_4:
        if column == "fines":
            fines = units.fines()
            total[column] = distinct[column] = in_ten_thousands(sum(fen for _, fen in fines))
            for filer in filers:
                rows[filer][column] = in_ten_thousands(sum(fen for by, fen in fines if by == filer))
            continue
        marks = units.marks(column, kind) if column in UnitFigures.COLUMNS else hazards.marks(column)
        for filer in filers:
            rows[filer][column] = len({thing for by, thing in marks if by == filer})
        total[column] = sum(int(rows[filer][column]) for filer in filers)
        distinct[column] = len({thing for by, thing in marks if by in counted})
    uncredited = len(units.uncredited()) + len(hazards.uncredited()) if kind == "department" else 0
    return Annex(rows, total, distinct, _ungraded(rows), uncredited)


def _ungraded(rows: dict[str, dict[str, Cell]]) -> dict[str, int]:
    gaps = {
        filer: int(row["units"]) - sum(int(row[grade]) for grade in GRADES) for filer, row in rows.items()
    }
    return {filer: gap for filer, gap in gaps.items() if gap}


def in_ten_thousands(fen: int) -> str:
    """万元, exact: 1 fen is 0.000001; the last two decimals only when there are fen."""
    text = f"{fen // 1_000_000}.{fen % 1_000_000:06d}"
    while text.endswith("0") and len(text.rpartition(".")[2]) > 4:
        text = text[:-1]
    return text
