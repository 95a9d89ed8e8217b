"""The subjects that are counted anew, as recorded then, and what their marks depend on."""

from services.reporting.counting.background import Background
from services.reporting.counting.town import Town
from services.reporting.subjects.as_recorded import Rows
from services.reporting.subjects.merging import Standing, standing
from services.reporting.subjects.references import Named, looked_up
from services.reporting.subjects.unit import Unit


class Unsettled:
    """What they name is taken in after them, until nothing is missing."""

    def __init__(self, town: Town, rows: Rows) -> None:
        self.rows = rows
        self.missing: set[Named] = set()
        """Looked up by what was taken in, and not asked for yet."""
        self._town = town
        self._units: dict[str, Unit] = {}
        self._hazards: dict[str, Standing] = {}
        self._asked: set[Named] = {(kind, subject) for kind, held in rows.items() for subject in held}
        self.take_in(rows)

    @property
    def background(self) -> Background:
        return Background(self._town.organisations, self._town.officials, self._units, self._hazards)

    def take_in(self, rows: Rows) -> None:
        """What is missing, as far as it was known then."""
        self._units |= {subject: Unit.of(held) for subject, held in rows.get("unit", {}).items()}
        self._hazards |= {
            subject: standing("hazard", held) for subject, held in rows.get("hazard", {}).items()
        }
        named = {
            key
            for kind, held in rows.items()
            for in_force in held.values()
            for key in looked_up(kind, in_force, self._town.kind)
        }
        self.missing = named - self._asked
        self._asked |= self.missing
