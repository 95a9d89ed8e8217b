"""What the tables of the read model have to say of one town, folded from nothing but its entries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from services.reporting.counting.chains import with_chains
from services.reporting.counting.recount import background_of
from services.reporting.counting.town import Town
from services.reporting.projection.cells import Cell, Difference, Tally
from services.reporting.projection.recount_rows import contexts_of, stored_marks
from services.reporting.projection.rows import Row
from services.reporting.subjects.references import Named, named_in
from services.reporting.subjects.span import Span
from shared.read_model.entry import Entry, in_force

Marks = Mapping[str, Sequence[tuple[str, str, str, int]]]
"""By campaign, in the order of the marks."""


class FoldedRow(NamedTuple):
    entries: Sequence[Entry]
    span: Span
    named: Sequence[Named]
    marks: Marks


@dataclass(frozen=True, slots=True)
class FoldedTown:
    rows: Mapping[Named, FoldedRow]
    naming: frozenset[tuple[str, str, str, str]]
    """Kind and id of who is named, and of who names."""
    tallies: Mapping[Tally, int]
    cells: Mapping[Cell, int]


def folded_town(entries: Mapping[Named, list[Entry]]) -> FoldedTown:
    """By the code that counts; each subject once, as of the end."""
    held: dict[str, dict[str, Sequence[Entry]]] = {}
    for (kind, subject), of_subject in entries.items():
        held.setdefault(kind, {})[subject] = in_force(of_subject)
    town, background = Town.of(held), background_of(held)
    contexts, difference = contexts_of(town, background), Difference()
    rows: dict[Named, FoldedRow] = {}
    for key, of_subject in entries.items():
        row = Row(*key, entries=of_subject, in_force=list(held[key[0]][key[1]]))
        marks = stored_marks(row, contexts)
        difference.replace({}, marks)
        named = sorted(with_chains(named_in(row.kind, row.in_force, town.kind), background))
        in_order = {campaign: sorted(listed) for campaign, listed in marks.items()}
        rows[key] = FoldedRow(of_subject, Span.of(row.kind, of_subject), named, in_order)
    naming = frozenset((*other, *key) for key, row in rows.items() for other in row.named)
    return FoldedTown(rows, naming, *difference.tables())
