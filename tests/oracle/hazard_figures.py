"""The figures that count hazards (条)."""

from datetime import datetime

from tests.oracle.known import Known
from tests.oracle.said import Said, by_time, of_type


class HazardFigures:
    def __init__(self, known: Known, cutoff: datetime) -> None:
        self.known = known
        self.town = known.town
        self.cutoff = cutoff

    def marks(self, column: str) -> set[tuple[str | None, str]]:
        match column:
            case "referred_to_district":
                return self._referred("department", "district_department")
            case "referred_to_town":
                return self._referred("village", "department")
            case "supervised":
                return self._supervised()
            case _:
                return self._found(
                    major_only=column in ("major_found", "major_closed"),
                    closed_only=column in ("hazards_closed", "major_closed"),
                )

    def in_flow(self, moment: datetime) -> bool:
        return self.town.starts <= moment < self.cutoff

    def _discoveries(self) -> dict[str, list[Said]]:
        """The hazards that count as found: themselves (not merged away), in the window, not self-reported."""
        return {
            hazard: history
            for hazard, history in self.known.of_kind("hazard").items()
            if self.known.counted_as("hazard", hazard) == hazard
            and self.in_flow(history[0].time)
            and history[0].data["by"] != "unit"
        }

    def _found(self, major_only: bool, closed_only: bool) -> set[tuple[str | None, str]]:
        return {
            (self._discoverer(history[0]), hazard)
            for hazard, history in self._discoveries().items()
            if (self._is_major(history) or not major_only) and (self._is_closed(history) or not closed_only)
        }

    def _discoverer(self, found: Said) -> str | None:
        by = str(found.data["by"])
        if self.town.kinds[by] == "working_group":
            return self.known.department_at(found.data["unit_id"], found.time)
        return by

    def uncredited(self) -> list[str]:
        return [
            hazard for hazard, history in self._discoveries().items() if self._discoverer(history[0]) is None
        ]

    def _is_major(self, history: list[Said]) -> bool:
        """From the start or as last misjudged; or raised before the cut-off, recorded after that."""
        severity = history[0].data["severity"]
        raises: list[Said] = []
        for regraded in of_type(history, "hazard.regraded"):
            if regraded.data["reason"] == "misjudged":
                severity = regraded.data["severity"]
                raises = []
            elif regraded.data["reason"] == "raised":
                raises.append(regraded)
        return severity == "major" or any(raised.time < self.cutoff for raised in raises)

    def _is_closed(self, history: list[Said]) -> bool:
        """Closed before the cut-off and not reopened since by a failed look-back before it."""
        steps = of_type(history, "hazard.closed", "hazard.look_back_failed")
        steps = by_time([step for step in steps if step.time < self.cutoff])
        return bool(steps) and steps[-1].type == "hazard.closed"

    def _referred(self, sender: str, receiver: str) -> set[tuple[str | None, str]]:
        marks: set[tuple[str | None, str]] = set()
        for hazard, history in self.known.of_kind("hazard").items():
            counted_as = self.known.counted_as("hazard", hazard)
            if counted_as is None:
                continue
            for place, sent in enumerate(history):
                if sent.type != "hazard.referred" or not self.in_flow(sent.time):
                    continue
                later = of_type(history[place + 1 :], "hazard.referral_withdrawn")
                withdrawn = any(fact.data["to"] == sent.data["to"] for fact in later)
                ways = (self.town.kinds[sent.data["by"]], self.town.kinds[sent.data["to"]])
                if ways == (sender, receiver) and not withdrawn:
                    marks.add((sent.data["by"], counted_as))
        return marks

    def _supervised(self) -> set[tuple[str | None, str]]:
        marks: set[tuple[str | None, str]] = set()
        for hazard, history in self.known.of_kind("hazard").items():
            counted_as = self.known.counted_as("hazard", hazard)
            for ordered in of_type(history, "hazard.supervision_ordered"):
                if counted_as is not None and self.in_flow(ordered.time):
                    marks.add((ordered.data["by"], counted_as))
        return marks
