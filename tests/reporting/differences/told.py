"""Reports of a told town, and an independent way from one to the other: every state counted anew."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from services.reporting.counting.columns import FILER_KINDS, columns_of
from services.reporting.counting.period import Period
from services.reporting.counting.policy import POLICIES, Policy
from services.reporting.counting.recount import recount
from services.reporting.counting.town import Town
from services.reporting.differences.explaining import Differences, explained
from services.reporting.differences.report import Positions, Report
from services.reporting.differences.scope import Scope
from services.reporting.lineage.sources import Source
from services.reporting.subjects.as_recorded import rows_of
from services.reporting.subjects.kept import LOG_OF_KIND, entry_of
from services.reporting.subjects.references import Named
from shared.events.envelope import Envelope
from shared.events.stream_id import StreamId
from shared.instant import microseconds
from shared.read_model.entry import Entry

ANNEXES = tuple(FILER_KINDS)
Figures = Mapping[tuple[str, str, str], int]
"""By annex, filer and column, as the API names them; what is zero is left out."""


@dataclass(frozen=True)
class ToldTown:
    """Everything that was recorded, by log."""

    logs: Mapping[str, Sequence[Envelope]]
    campaign: str

    @property
    def positions(self) -> Positions:
        return {log: len(events) for log, events in self.logs.items()}

    def subjects(self) -> dict[Named, list[Entry]]:
        subjects: dict[Named, list[Entry]] = defaultdict(list)
        for events in self.logs.values():
            for envelope in events:
                stream, entry = StreamId.parse(envelope.stream), entry_of(envelope)
                if entry is not None and stream.kind in LOG_OF_KIND:
                    subjects[stream.kind, stream.id].append(entry)
        return dict(subjects)

    def recorded(self) -> dict[Source, int]:
        return {
            Source(log, envelope.position): microseconds(envelope.recorded)
            for log, events in self.logs.items()
            for envelope in events
        }

    def in_order(self) -> list[Source]:
        """By (`recorded`, log)."""
        recorded = self.recorded()
        return sorted(recorded, key=lambda source: (recorded[source], source.log))

    def report(self, positions: Positions, moment: int, policy: Policy) -> Report:
        recorded = self.recorded()
        last = (recorded[Source(log, position)] for log, position in positions.items() if position)
        named = (version for version, known in POLICIES.items() if known == policy)
        version = next(named, policy.content_hash())
        return Report(positions, moment, version, policy, max(last, default=0))

    def explained(self, a: Report, b: Report, only: frozenset[str] | None = None) -> Differences:
        recorded = self.recorded()
        scope = Scope(self.campaign, ANNEXES, only)

        def recorded_at(log: str, position: int) -> int:
            return recorded[Source(log, position)]

        return explained(scope, self.subjects(), recorded_at, a, b)

    def figures(self, positions: Positions, moment: int, policy: Policy) -> Figures:
        """Counted anew, as the forms show them."""
        rows = rows_of(((*key, entries) for key, entries in self.subjects().items()), positions)
        town = Town.of(rows)
        campaign = town.campaigns.get(self.campaign)
        if campaign is None:
            return {}
        counted = recount(rows, Period.of(campaign, moment), policy)
        figures: dict[tuple[str, str, str], int] = {}
        for annex, kind in FILER_KINDS.items():
            keys = {column.key for column in columns_of(annex)}
            filers = {*campaign.filers[annex], *(f for f, _ in counted.cells if town.kind(f) == kind)}
            for (filer, column), value in counted.cells.items():
                if column in keys and filer in filers:
                    figures[annex, filer, column] = value
                    total = annex, "total:sum", column
                    figures[total] = figures.get(total, 0) + value
            for column in keys:
                figures[annex, "total:distinct", column] = counted.distinct.get((annex, column), 0)
        for column, value in counted.uncredited().items():
            figures["annex-3", "uncredited", column] = value
        return {cell: value for cell, value in figures.items() if value}


def difference_of(before: Figures, after: Figures) -> dict[tuple[str, str, str], int]:
    cells = {*before, *after}
    changes = {cell: after.get(cell, 0) - before.get(cell, 0) for cell in cells}
    return {cell: change for cell, change in changes.items() if change}


def by_step(differences: Differences) -> dict[object, dict[tuple[str, str, str], int]]:
    """What each event, and each step without events, moves in all."""
    steps: dict[object, dict[tuple[str, str, str], int]] = defaultdict(lambda: defaultdict(int))
    for cell, difference in differences.items():
        for part in difference.parts:
            named = (
                part.cause if part.cause in ("cut_off", "policy", "interaction") else part.events[0].source
            )
            steps[named][cell] += part.weight
    return {step: _nonzero(cells) for step, cells in steps.items() if _nonzero(cells)}


def _nonzero(cells: Mapping[tuple[str, str, str], int]) -> dict[tuple[str, str, str], int]:
    return {tuple(cell): change for cell, change in cells.items() if change}


def moved(differences: Differences) -> dict[tuple[str, str, str], int]:
    changes = {tuple(cell): each.to - each.from_ for cell, each in differences.items()}
    return {cell: change for cell, change in changes.items() if change}
