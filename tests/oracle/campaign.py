"""A whole campaign by seed: the histories of all subjects, their mixture, and what is sent twice."""

from dataclasses import dataclass
from random import Random

from tests.oracle.hazard_histories import hazard_history
from tests.oracle.moments import Moments
from tests.oracle.other_histories import (
    SELF_CHECK_ITEMS,
    case_history,
    inspection_history,
    penalty_history,
    self_check_history,
)
from tests.oracle.said import Said
from tests.oracle.teller import Teller
from tests.oracle.town import Town
from tests.oracle.unit_histories import unit_history


@dataclass(frozen=True)
class Size:
    units: int = 8
    inspections: int = 16
    hazards: int = 25
    penalties: int = 6
    cases: int = 5


FEW = Size(units=3, inspections=5, hazards=6, penalties=3, cases=2)
"""So few that most of them are merged, voided or taken back in every campaign."""


def campaign(seed: int, town: Town, size: Size, prefix: str = "") -> list[list[Said]]:
    """The history of every subject, each in its order of recording."""
    rng = Random(seed)
    teller = Teller(rng, town, Moments(rng, town), prefix)
    teller.name_subjects("unit", size.units)
    teller.name_subjects("inspection", size.inspections)
    teller.name_subjects("hazard", size.hazards)
    teller.name_subjects("penalty", size.penalties)
    teller.name_subjects("case", size.cases)
    tell = {
        "unit": unit_history,
        "inspection": inspection_history,
        "hazard": hazard_history,
        "penalty": penalty_history,
        "case": case_history,
    }
    histories = [tell[kind](teller, id_) for kind, ids in teller.ids.items() for id_ in ids]
    filers = rng.sample([*town.departments, *town.villages], 3)
    checks = [self_check_history(teller, filer, item) for filer in filers for item in SELF_CHECK_ITEMS]
    return [history for history in (*histories, *checks) if history]


def mixed(histories: list[list[Said]], rng: Random) -> list[Said]:
    """All facts in one order that keeps the order within each subject."""
    turns = [number for number, history in enumerate(histories) for _ in history]
    rng.shuffle(turns)
    following = [iter(history) for history in histories]
    return [next(following[number]) for number in turns]


def with_repeats(facts: list[Said], rng: Random, share: float = 0.05) -> list[Said]:
    """Some facts a second time, at once or much later, but never before their first."""
    sent = list(facts)
    for fact in rng.sample(facts, int(len(facts) * share)):
        first = next(place for place, said in enumerate(sent) if said is fact)
        sent.insert(rng.randint(first + 1, len(sent)), fact)
    return sent
