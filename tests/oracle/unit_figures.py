"""The figures that count units (家): stocks, inspections, penalties; and fines and cases beside them."""

from datetime import datetime
from typing import ClassVar

from tests.oracle.known import Known
from tests.oracle.said import Said, of_type


class UnitFigures:
    COLUMNS: ClassVar = (
        *("units", "units_red", "units_orange", "units_yellow", "units_blue"),
        *("inspected", "inspected_by_leader", "penalised", "cases_referred"),
    )

    def __init__(self, known: Known, cutoff: datetime) -> None:
        self.known = known
        self.town = known.town
        self.cutoff = cutoff

    def marks(self, column: str, kind: str) -> set[tuple[str | None, str]]:
        match column:
            case "inspected":
                return self._inspected(led_only=False)
            case "inspected_by_leader":
                return self._inspected(led_only=True)
            case "penalised":
                return self._penalised()
            case "cases_referred":
                return self._cases()
            case _:
                return self._stock(column, kind)

    def in_flow(self, moment: datetime) -> bool:
        return self.town.starts <= moment < self.cutoff

    def _stock(self, column: str, kind: str) -> set[tuple[str | None, str]]:
        """Units themselves: not voided, not merged away, active at the cut-off, by filer at the cut-off."""
        marks: set[tuple[str | None, str]] = set()
        for unit in self.known.of_kind("unit"):
            if self.known.counted_as("unit", unit) != unit:
                continue
            state = self.known.unit_before(unit, self.cutoff)
            filer = state[kind]
            if state["active"] and filer is not None and column in ("units", f"units_{state['grade']}"):
                marks.add((filer, unit))
        return marks

    def _inspections(self) -> list[Said]:
        """Valid completed inspections in the window before the cut-off, of units that count."""
        return [
            history[0]
            for inspection, history in self.known.of_kind("inspection").items()
            if not self.known.is_voided("inspection", inspection)
            and self.in_flow(history[0].time)
            and self.known.counted_as("unit", history[0].data["unit_id"]) is not None
        ]

    def _inspected(self, led_only: bool) -> set[tuple[str | None, str]]:
        marks: set[tuple[str | None, str]] = set()
        for done in self._inspections():
            led = any(self.town.leads(official, done.time) for official in done.data["participants"])
            unit = self.known.counted_as("unit", done.data["unit_id"])
            assert unit is not None
            if led or not led_only:
                marks |= {(filer, unit) for filer in self._credited(done)}
        return marks

    def _credited(self, done: Said) -> set[str | None]:
        """Who inspected and each one that took part; for an inspecting group the department of the unit."""
        by = done.data["by"]
        if self.town.kinds[by] == "working_group":
            by = self.known.department_at(done.data["unit_id"], done.time)
        return {by, *done.data.get("with", [])}

    def uncredited(self) -> list[Said]:
        """Those that no department is credited with at all."""
        return [
            done
            for done in self._inspections()
            if None in self._credited(done) and not self._credited(done) & set(self.town.departments)
        ]

    def _penalties(self) -> list[Said]:
        return [
            history[0]
            for penalty, history in self.known.of_kind("penalty").items()
            if not self.known.is_voided("penalty", penalty) and self.in_flow(history[0].time)
        ]

    def _penalised(self) -> set[tuple[str | None, str]]:
        marks: set[tuple[str | None, str]] = set()
        for done in self._penalties():
            unit = self.known.counted_as("unit", done.data["unit_id"])
            if unit is not None:
                marks.add((done.data["by"], unit))
        return marks

    def fines(self) -> list[tuple[str, int]]:
        """(department, fen) of each decision."""
        return [(done.data["by"], _fen(done)) for done in self._penalties()]

    def _cases(self) -> set[tuple[str | None, str]]:
        marks: set[tuple[str | None, str]] = set()
        for case, history in self.known.of_kind("case").items():
            withdrawn = [place for place, fact in enumerate(history) if fact.type == "case.withdrawn"]
            live = history[withdrawn[-1] + 1 :] if withdrawn else history
            marks |= {(s.data["by"], case) for s in of_type(live, "case.referred") if self.in_flow(s.time)}
        return marks


def _fen(penalty: Said) -> int:
    if penalty.version == 1:
        return int(penalty.data["fine_fen"])
    return sum(part.get("fine_fen", 0) for part in penalty.data["parts"])
