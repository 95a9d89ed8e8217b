"""What is known now of units and hazards: state at any moment and who is whom after merging.

Everything is looked up from the whole list of facts each time it is asked: slow, and easy to check by eye.
"""

from datetime import datetime
from typing import Any

from tests.oracle.said import Said, by_time, of_type, standing
from tests.oracle.town import Town

NOT_KNOWN_BEFORE = {"active": False, "department": None, "village": None, "grade": None}


class Known:
    """The facts of all subjects, those taken back left out."""

    def __init__(self, facts: list[Said], town: Town) -> None:
        self.town = town
        histories: dict[tuple[str, str], list[Said]] = {}
        for fact in facts:
            histories.setdefault(fact.subject, []).append(fact)
        self.histories = {subject: standing(history) for subject, history in histories.items()}

    def of_kind(self, kind: str) -> dict[str, list[Said]]:
        return {id_: history for (its, id_), history in self.histories.items() if its == kind}

    def is_voided(self, kind: str, id_: str) -> bool:
        return bool(of_type(self.histories[kind, id_], f"{kind}.voided"))

    def merged_into(self, kind: str, id_: str) -> str | None:
        """The last recorded merger of this subject."""
        mergers = of_type(self.histories[kind, id_], f"{kind}.merged")
        return str(mergers[-1].data["into"]) if mergers else None

    def survivor(self, kind: str, id_: str) -> str:
        """The end of the chain; where it runs in a circle, the smallest id of the circle."""
        way = [id_]
        while (following := self.merged_into(kind, way[-1])) is not None:
            if following in way:
                return min(way[way.index(following) :])
            way.append(following)
        return way[-1]

    def counted_as(self, kind: str, id_: str) -> str | None:
        """What it counts as: nothing when it, or what it was merged into in the end, is voided."""
        end = self.survivor(kind, id_)
        return None if self.is_voided(kind, id_) or self.is_voided(kind, end) else end

    def unit_after(self, changes: list[Said]) -> dict[str, Any]:
        """The state of one unit after these of its facts, in order of occurrence."""
        state: dict[str, Any] = dict(NOT_KNOWN_BEFORE)
        for fact in by_time(changes):
            match fact.type:
                case "unit.registered":
                    state["active"] = True
                    state |= {name: fact.data.get(name) for name in ("village", "department", "grade")}
                case "unit.graded":
                    state["grade"] = fact.data["grade"]
                case "unit.reassigned":
                    state |= {
                        name: fact.data[name] for name in ("village", "department") if name in fact.data
                    }
                case "unit.closed_down":
                    state["active"] = False
                case "unit.reopened":
                    state["active"] = True
                case _:
                    pass
        return state

    def unit_before(self, unit: str, cutoff: datetime) -> dict[str, Any]:
        """A stock at a cut-off: what occurred before it."""
        return self.unit_after([fact for fact in self.histories["unit", unit] if fact.time < cutoff])

    def department_at(self, unit: str, moment: datetime) -> str | None:
        """For credit: a change at the same instant included; the unit named, merged or not."""
        changes = [fact for fact in self.histories["unit", unit] if fact.time <= moment]
        department = self.unit_after(changes)["department"]
        return None if department is None else str(department)
