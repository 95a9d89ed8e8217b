"""A list as it is printed: every text in its place. Weights add up to the figure, in the last line."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from services.reporting.counting.columns import COLUMN, Column
from services.reporting.counting.crediting import UNCREDITED as NOBODY
from services.reporting.forms.documents.wording import (
    DISTINCT,
    FILER,
    NAMES,
    SUM,
    UNCREDITED,
    heading,
    origin,
)
from services.reporting.forms.documents.wording_stale import lines_of_stale
from services.reporting.lineage.cell import Counted
from services.reporting.lineage.place import Place
from services.reporting.lineage.sources import source_of
from services.reporting.particulars.listed import Gathered
from services.reporting.particulars.words.acts import decisive
from services.reporting.particulars.words.kinds import KIND_OF_COLUMN
from services.reporting.particulars.words.known import Known
from services.reporting.particulars.words.line import Fen, Heading, Value
from services.reporting.particulars.words.wording import second
from shared.read_model.entry import Entry

TOTAL = "合计"
_NUMBER, _COUNTS, _MONEY = Heading("序号", 3), Heading("计数", 3), Heading("罚款（万元）", 6)
_CREDITED = Heading(FILER, 6)
_RECORDED = (Heading("录入人", 5), Heading("录入单位", 5), Heading("录入时间", 6), Heading("日志位置", 5))
_ADDS_UP = "各行计数相加，即为表中的数字。末四栏指明使该行计入的那条记录，可凭日志位置追溯。"


@dataclass(frozen=True, slots=True)
class Table:
    title: str
    subtitle: str
    headings: tuple[Heading, ...]
    lines: Sequence[Sequence[Value]]
    weighed: int
    """The place of the column that adds up to the total."""
    total: Value
    notes: tuple[str, ...]
    origin: str
    occurred_until: str


@dataclass(frozen=True, slots=True)
class Asked:
    place: Place
    counted: Sequence[Counted]
    gathered: Gathered
    demo_clock: str | None

    @property
    def column(self) -> Column:
        return COLUMN[self.place.column]

    @property
    def apart(self) -> bool:
        """Whether lines are of several filers, each counting for itself."""
        return self.place.of == "sum"


def table(asked: Asked) -> Table:
    """In the order in which it came to count."""
    form, column, known = asked.gathered.form, asked.column, asked.gathered.known()
    named: dict[str, Any] = form.named()
    filer = (_CREDITED,) if asked.apart else ()
    headings = (_NUMBER, *filer, *KIND_OF_COLUMN[column.key].headings)
    label = heading({"label": column.label, "path": column.path})
    return Table(
        title=f"{whose(asked.place, known.organisation)}“{label}”明细台账",
        subtitle=f"{form.campaign.title}　{NAMES[form.annex]}",
        headings=(*headings, _MONEY if column.kind == "sum" else _COUNTS, *_RECORDED),
        lines=list(_lines(asked, known)),
        weighed=len(headings),
        total=_weight(column, sum(each.weight for each in asked.counted)),
        notes=(*lines_of_stale(named), _ADDS_UP),
        origin=origin(named, asked.demo_clock),
        occurred_until=form.occurred_until,
    )


def _lines(asked: Asked, known: Known) -> Iterator[Sequence[Value]]:
    acts = [(decisive(asked.column.key, each), each) for each in asked.counted]
    acts.sort(key=lambda act: (act[0].occurred, act[0].position, act[1].member, act[1].filer))
    for number, (act, each) in enumerate(acts, start=1):
        filer = (_filer(each.filer, known),) if asked.apart else ()
        told = KIND_OF_COLUMN[asked.column.key].cells(each, known)
        weight = _weight(asked.column, each.weight)
        yield number, *filer, *told, weight, *_recorded(act, asked.gathered, known)


def _recorded(act: Entry, gathered: Gathered, known: Known) -> Sequence[Value]:
    source = source_of(act)
    by = gathered.provenance[source]
    return (
        by.actor,
        known.organisation(by.organisation),
        second(by.recorded),
        f"{source.log} {source.position}",
    )


def _weight(column: Column, weight: int) -> Value:
    return Fen(weight) if column.kind == "sum" else weight


def whose(place: Place, named: Callable[[str], str]) -> str:
    """`named`: what an organisation is called."""
    totals = {"sum": SUM, "distinct": DISTINCT, "nobody": UNCREDITED}
    return totals.get(place.of) or named(place.filer)


def _filer(filer: str, known: Known) -> str:
    return UNCREDITED if filer == NOBODY else known.organisation(filer)
