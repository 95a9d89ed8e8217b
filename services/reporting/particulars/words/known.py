"""All that the words of a list are made of, as recorded at the report's positions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.reporting.counting.context import Context
from services.reporting.lineage.sources import Source, source_of
from services.reporting.particulars.words.unit import UnitWords, unit_words
from services.reporting.subjects.merging import survivor
from services.reporting.subjects.references import Named
from shared.read_model.entry import Entry


@dataclass(frozen=True, slots=True)
class Known:
    context: Context
    moment: int
    """The report's cut-off: what was called how is asked as of then."""
    subjects: Mapping[Named, Sequence[Entry]]
    """What is in force of each, as it happened."""
    said: Mapping[Source, dict[str, Any]]
    """The whole data of those events of which rows keep too little."""

    def of(self, kind: str, subject: str) -> Sequence[Entry]:
        return self.subjects.get((kind, subject), ())

    def first(self, kind: str, subject: str, type_: str) -> Entry | None:
        return next((entry for entry in self.of(kind, subject) if entry.type == type_), None)

    def data(self, entry: Entry) -> dict[str, Any]:
        return self.said.get(source_of(entry), entry.data)

    def organisation(self, organisation: str | None) -> str:
        if organisation is None:
            return ""
        known = self.context.background.organisations.get(organisation)
        return organisation if known is None else known.name_before(self.moment)

    def official(self, official: str) -> str:
        """As the form names organisations: the first name where none was registered yet."""
        registered = [each for each in self.of("official", official) if each.type == "official.registered"]
        before = [each for each in registered if each.occurred < self.moment] or registered[:1]
        return str(self.data(before[-1])["name"]) if before else official

    def unit(self, unit: str) -> UnitWords:
        """Of the unit that it is for counting."""
        end = survivor(unit, self.context.background.unit_standing)
        limit = self.context.period.limit
        entries = [(entry, self.data(entry)) for entry in self.of("unit", end)]
        return unit_words(end, entries, self.moment, limit, self.organisation)
