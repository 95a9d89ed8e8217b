"""Which list a column has."""

from services.reporting.particulars.words.decisions import CASES, FINES
from services.reporting.particulars.words.hazards import HAZARDS
from services.reporting.particulars.words.line import Kind
from services.reporting.particulars.words.units import INSPECTED, PENALISED, UNITS

KIND_OF_COLUMN: dict[str, Kind] = {
    "units": UNITS,
    "units_red": UNITS,
    "units_orange": UNITS,
    "units_yellow": UNITS,
    "units_blue": UNITS,
    "inspected": INSPECTED,
    "inspected_by_leader": INSPECTED,
    "hazards_found": HAZARDS,
    "hazards_closed": HAZARDS,
    "major_found": HAZARDS,
    "major_closed": HAZARDS,
    "referred_to_district": HAZARDS,
    "referred_to_town": HAZARDS,
    "supervised": HAZARDS,
    "penalised": PENALISED,
    "fines": FINES,
    "cases_referred": CASES,
}
