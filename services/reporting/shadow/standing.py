"""How the shadow rebuild stands, from its lines alone: what is wrong is told again and again. Pure."""

from dataclasses import dataclass

from services.reporting.shadow.kept_lines import KeptLine
from services.reporting.shadow.line import shown_line
from shared.json_types import JsonObject

DIFFERS, OVERDUE = "differs", "overdue"
_PERIODS = 2.0
_AFTER_A_START = 0.25
"""Of a period: a deployment that was off for a while has its turn to make a line first."""


@dataclass(frozen=True, slots=True)
class Standing:
    differs: str | None
    """Where the last line says that it differs from."""
    overdue: bool
    last_made: float | None
    """Seconds since 1970."""

    def told(self) -> JsonObject:
        """By kind, what is wrong."""
        told: JsonObject = {}
        if self.differs is not None:
            told[DIFFERS] = self.differs
        if self.overdue:
            told[OVERDUE] = ""
        return told


def standing(last: KeptLine | None, period: float, now: float, running: float) -> Standing:
    """Seconds: the period, the moment, and for how long the service has been running."""
    made = None if last is None else last.made / 1e6
    late = made is None or now - made > _PERIODS * period
    overdue = period > 0 and late and running > (_PERIODS if made is None else _AFTER_A_START) * period
    differs = None if last is None or last.equal else shown_line(last.note).first
    return Standing(differs, overdue, made)
