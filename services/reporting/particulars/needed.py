"""What has to be looked up for a list: subjects, and the events of which their rows keep too little."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from services.reporting.counting.columns import COLUMN
from services.reporting.lineage.cell import Counted
from services.reporting.lineage.sources import Source, source_of
from services.reporting.subjects.merging import standing
from services.reporting.subjects.references import Named
from shared.read_model.entry import Entry

_READ_WHOLE = frozenset(
    {
        "unit.registered",
        "hazard.found",
        "hazard.closed",
        "hazard.supervision_ordered",
        "penalty.imposed",
        "case.referred",
    }
)
_NAMED_BY = {"unit_id": "unit", "inspection_id": "inspection"}


def members(column: str, counted: Iterable[Counted]) -> Iterator[Named]:
    """Penalties and cases say all in the events that count."""
    kind = COLUMN[column].counts
    if kind in ("unit", "hazard"):
        yield from ((kind, each.member) for each in counted)


def named_in(told: Iterable[dict[str, Any]]) -> Iterator[Named]:
    """The units and inspections that events name."""
    for data in told:
        for name, kind in _NAMED_BY.items():
            if name in data:
                yield kind, data[name]


def survivors(subjects: Mapping[Named, Sequence[Entry]]) -> Iterator[Named]:
    for (kind, _), in_force in subjects.items():
        if kind == "unit" and (into := standing("unit", in_force).into) is not None:
            yield "unit", into


def to_read(entries: Iterable[Entry]) -> dict[Source, str]:
    """With the type of each."""
    return {source_of(entry): entry.type for entry in entries if entry.type in _READ_WHOLE}
