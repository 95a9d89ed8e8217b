"""Asking for subjects in cells, without a service: every cell of a small town, and one by its names."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from services.reporting.counting.columns import FILER_KINDS, columns_of
from services.reporting.counting.context import Context
from services.reporting.counting.mark import Mark
from services.reporting.counting.marks import marks_of
from services.reporting.counting.period import Period
from services.reporting.counting.policy import POLICIES, Policy
from services.reporting.counting.recount import background_of
from services.reporting.counting.town import Town
from services.reporting.lineage.place import DISTINCT, NOBODY, SUM, Place, place
from services.reporting.reading.question import question
from services.reporting.subjects.as_recorded import Rows
from services.reporting.subjects.kept import LOG_OF_KIND, entry_of
from services.reporting.why_not.explaining import Explained, explained
from services.reporting.why_not.rules.cell import Cell
from services.reporting.why_not.rules.subject import Subject
from shared.events.stream_id import StreamId
from shared.facts.account import Account
from shared.read_model.entry import Entry
from tests.reporting.story import Story

Recorded = Mapping[tuple[str, str], Sequence[Entry]]
NOT_FILERS = (SUM, DISTINCT, NOBODY)
Marked = Sequence[tuple[str, str, Mark]]
"""Each mark with the kind and id of its subject."""


class Asking:
    """A town's rows, asked as of one cut-off under one policy."""

    def __init__(
        self,
        rows: Rows,
        campaign: str,
        until: int | None = None,
        policy: Policy = POLICIES["1"],
        recorded: Recorded | None = None,
    ) -> None:
        """`recorded` with what was taken back; what is in force, where it is not given."""
        self.rows, self.recorded = rows, recorded
        self.campaign = Town.of(rows).campaigns[campaign]
        self.context = Context(Period.of(self.campaign, until), policy, background_of(rows))

    def cell(self, annex: str, filer: str, column: str) -> Cell:
        return Cell(where(annex, filer, column), self.campaign, self.context)

    def every_cell(self, filers: Sequence[str]) -> Iterator[Cell]:
        for annex in FILER_KINDS:
            for column in columns_of(annex):
                for filer in (*filers, *NOT_FILERS):
                    yield self.cell(annex, filer, column.key)

    def subject(self, kind: str, id_: str) -> Subject:
        if self.recorded is not None:
            return Subject(kind, id_, self.recorded.get((kind, id_), ()))
        return Subject(kind, id_, self.rows.get(kind, {}).get(id_, ()))

    def explained(self, kind: str, id_: str, cell: Cell) -> Explained:
        return explained(self.subject(kind, id_), self.rows, cell)

    def marks(self) -> Marked:
        return [
            (kind, id_, mark)
            for kind, of_kind in self.rows.items()
            for id_, in_force in of_kind.items()
            for mark in marks_of(kind, id_, in_force, self.context)
        ]


def where(annex: str, filer: str, column: str) -> Place:
    account = Account("a", "t", "safety_office", frozenset())
    return place(question(account, "c", annex, {}), filer, column)


def recorded_in(story: Story) -> Recorded:
    """All that reporting keeps of each subject, what was taken back included."""
    found: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for envelope in (each for log in story.logs.values() for each in log):
        stream, entry = StreamId.parse(envelope.stream), entry_of(envelope)
        if entry is not None and stream.kind in LOG_OF_KIND:
            found[stream.kind, stream.id].append(entry)
    return found
