"""The kinds of subject that have a timeline here: as addresses name them, and their rights. Pure."""

from typing import Literal, TypeAlias

from services.hazards.case import CASE_RIGHTS
from services.hazards.hazard_rights import HAZARD_RIGHTS
from services.hazards.inspection import INSPECTION_RIGHTS
from services.hazards.penalty import PENALTY_RIGHTS
from shared.aggregates.rights import Rights

Kinds: TypeAlias = Literal["hazards", "inspections", "penalties", "cases"]
Kind: TypeAlias = Literal["hazard", "inspection", "penalty", "case"]

KIND_OF: dict[Kinds, Kind] = {
    "hazards": "hazard",
    "inspections": "inspection",
    "penalties": "penalty",
    "cases": "case",
}
RIGHTS: dict[str, Rights] = {
    "hazard": HAZARD_RIGHTS,
    "inspection": INSPECTION_RIGHTS,
    "penalty": PENALTY_RIGHTS,
    "case": CASE_RIGHTS,
}
