"""Why cells differ: a sentence for each, its events beneath, and how they add up. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from services.reporting.counting.columns import COLUMN
from services.reporting.differences.explaining import CellDifference
from services.reporting.differences.frame import Cell
from services.reporting.differences.pages import Page
from services.reporting.differences.parts import Part
from services.reporting.forms.documents.money import shown
from services.reporting.lineage.recorded_by import Provenance
from services.reporting.lineage.sources import Source
from services.reporting.pages.compare.sentences import added_up, sentence
from services.reporting.pages.compare.words import CAUSES, place_name
from services.reporting.subjects.organisation import Organisation
from shared.events.event_names import EVENT_NAMES
from shared.instant import moment_at, write_instant
from shared.pages.language import Language


@dataclass(frozen=True, slots=True)
class ToldEvent:
    name: str
    log: str
    position: int
    occurred: str
    recorded: str
    by: str
    """Whose record it is."""


@dataclass(frozen=True, slots=True)
class ToldPart:
    kind: str
    member: str
    weight: str
    cause: str
    events: tuple[ToldEvent, ...]


@dataclass(frozen=True, slots=True)
class Told:
    cell: Cell
    sign: str
    """▲, ▼, or ＝ where what came and what went are the same."""
    sentence: str
    added_up: str
    parts: tuple[ToldPart, ...]
    more: int
    """Parts that stand on other pages."""


class Telling:
    def __init__(
        self,
        organisations: Mapping[str, Organisation],
        known: Mapping[Source, Provenance],
        moment: int,
        base: str,
        language: Language,
    ) -> None:
        """Organisations are called as at the `moment`; `base` is what the first point is called."""
        self._organisations, self._known, self._moment = organisations, known, moment
        self._base, self._language = base, language

    def of(self, page: Page) -> Iterator[Told]:
        for cell, difference, parts in page.cells:
            yield self._told(cell, difference, [self._part(cell, part) for part in parts])

    def _told(self, cell: Cell, difference: CellDifference, parts: list[ToldPart]) -> Told:
        name = place_name(cell.filer, self._language) or self._name(cell.filer)
        said = sentence(cell, name, difference, self._base, self._language)
        more, by = len(difference.parts) - len(parts), difference.to - difference.from_
        sign = "＝" if not by else "▲" if by > 0 else "▼"
        return Told(cell, sign, said, added_up(cell.column, difference), tuple(parts), more)

    def _part(self, cell: Cell, part: Part) -> ToldPart:
        column = COLUMN[cell.column]
        weight = f"{'+' if part.weight > 0 else '−'}{shown(column, abs(part.weight))}"
        cause = CAUSES[part.cause][0 if self._language == "zh" else 1]
        events = tuple(
            ToldEvent(
                name=EVENT_NAMES[entry.type][0 if self._language == "zh" else 1],
                log=source.log,
                position=source.position,
                occurred=write_instant(moment_at(entry.occurred)),
                recorded=write_instant(moment_at(self._known[source].recorded)),
                by=self._name(self._known[source].organisation),
            )
            for source, entry in part.events
        )
        return ToldPart(column.counts, part.member, weight, cause, events)

    def _name(self, organisation: str) -> str:
        known = self._organisations.get(organisation)
        return organisation if known is None else known.name_before(self._moment)
