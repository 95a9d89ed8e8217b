"""What a simulated unit is, before anything happens to it: a function of the seed and its number alone."""

from dataclasses import dataclass
from random import Random

from deploy.simulator.deck import Deck
from deploy.simulator.moments import DAY, working_hour
from deploy.simulator.town import Organisation, Town
from deploy.simulator.unit_names import address, credit_code, unit_name
from deploy.simulator.words import words
from shared.json_types import JsonObject

_KINDS = {"micro_enterprise": 40, "small_venue": 52, "other": 8}
_GRADES = {"red": 4, "orange": 14, "yellow": 32, "blue": 50}
_MOST_DAYS_BEFORE = 700
_NEW_IN_WINDOW, _WITH_DEPARTMENT, _WITH_CODE = 0.08, 0.85, 0.55


@dataclass(frozen=True, slots=True)
class Unit:
    number: int
    id: str
    kind: str
    name: str
    village: Organisation
    department: str | None
    grade: str
    address: str
    uscc: str | None
    registered: int

    def registration(self) -> JsonObject:
        data: JsonObject = {
            "unit_id": self.id, "name": self.name, "kind": self.kind, "village": self.village.id,
            "address": self.address,
        }  # fmt: skip
        if self.department is not None:
            data["department"] = self.department
        if self.uscc is not None:
            data["uscc"] = self.uscc
        return data


def make_unit(town: Town, namespace: str, number: int, villages: Deck[Organisation]) -> Unit:
    chance = Random(f"{namespace}/unit/{number}")  # noqa: S311 - a reproducible story, no secret
    kind = chance.choices(list(_KINDS), list(_KINDS.values()))[0]
    trade = chance.choice(words("units")["trades"][kind])
    village = villages.cards[number % len(villages.cards)]
    in_window = chance.random() < _NEW_IN_WINDOW
    return Unit(
        number=number,
        id=f"u-{namespace}-{number + 1:06d}",
        kind=kind,
        name=unit_name(chance, kind, trade["name"]),
        village=village,
        department=town.department_named(trade["department"]).id
        if chance.random() < _WITH_DEPARTMENT
        else None,
        grade=chance.choices(list(_GRADES), list(_GRADES.values()))[0],
        address=address(chance, village.name),
        uscc=credit_code(chance, kind) if chance.random() < _WITH_CODE else None,
        registered=working_hour(chance, 1, town.calendar.end // DAY - 20)
        if in_window
        else working_hour(chance, -_MOST_DAYS_BEFORE, 0),
    )
