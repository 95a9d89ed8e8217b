"""Folding a few events alone, with nothing beside them but the frame: the campaign and the organisations."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from services.reporting.counting.columns import annex_of_filer
from services.reporting.counting.context import Context
from services.reporting.counting.mark import Mark
from services.reporting.counting.period import Period
from services.reporting.counting.policy import POLICIES, Policy
from services.reporting.counting.recount import background_of, marks_in
from services.reporting.counting.town import Town
from services.reporting.lineage.sources import Source, source_of
from services.reporting.subjects.as_recorded import Rows, rows_of
from shared.read_model.entry import Entry

FRAME = ("campaign", "organisation")

Plain = frozenset[tuple[str, str, str, int]]
"""Marks without what is behind them."""


class Told:
    """A town's entries up to given positions, and any part of them folded alone."""

    def __init__(self, rows: Rows, campaign: str, until: int | None, policy: Policy = POLICIES["1"]) -> None:
        self.rows = rows
        town = Town.of(rows)
        self.period = Period.of(town.campaigns[campaign], until)
        self.policy = policy
        self.kind_of = town.kind
        self._places: Mapping[Source, tuple[str, str, Entry]] = {
            source_of(entry): (kind, subject, entry)
            for kind, of_kind in rows.items()
            for subject, entries in of_kind.items()
            for entry in entries
        }

    def marks(self) -> list[Mark]:
        context = Context(self.period, self.policy, background_of(self.rows))
        return list(marks_in(self.rows, context))

    def folded(self, listed: Collection[Source]) -> list[Mark]:
        """Of these events and the frame alone."""
        subjects: dict[tuple[str, str], list[Entry]] = defaultdict(list)
        for source, (kind, subject, entry) in self._places.items():
            if kind in FRAME or source in listed:
                subjects[kind, subject].append(entry)
        told = ((kind, subject, entries) for (kind, subject), entries in subjects.items())
        rows = rows_of(told, {"registry": 10**9, "hazards": 10**9})
        return list(marks_in(rows, Context(self.period, self.policy, background_of(rows))))

    def cells(self, marks: Iterable[Mark]) -> dict[tuple[str, str], list[Mark]]:
        """Of each filer, of none, and of each annex as a whole."""
        found: dict[tuple[str, str], list[Mark]] = defaultdict(list)
        for mark in marks:
            found[mark.filer, mark.column].append(mark)
            found[f"*{annex_of_filer(self.kind_of(mark.filer))}", mark.column].append(mark)
        return found

    def plain(self, marks: Iterable[Mark], cell: tuple[str, str], *, apart: bool) -> Plain:
        """The marks of one cell; in the distinct total it does not matter who is credited."""
        of_cell = self.cells(marks).get(cell, [])
        return frozenset((mark.filer if apart else "", *mark[1:4]) for mark in of_cell)
