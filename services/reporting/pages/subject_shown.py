"""What counts in a cell, in words: units by their names, hazards by what was found, and the events behind."""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple
from urllib.parse import quote

from services.reporting.counting.columns import Column
from services.reporting.counting.crediting import UNCREDITED as NOBODY
from services.reporting.forms.documents.money import shown, wan_yuan
from services.reporting.forms.documents.wording import UNCREDITED
from services.reporting.lineage.cell import Counted
from services.reporting.lineage.recorded_by import Provenance
from services.reporting.lineage.sources import Source
from services.reporting.pages.event_shown import EventShown, events_shown
from services.reporting.particulars.words.kinds import KIND_OF_COLUMN
from services.reporting.particulars.words.known import Known
from services.reporting.particulars.words.line import Fen, Value

_NAMED_BY = {"unit": "单位名称", "hazard": "隐患描述", "penalty": "处罚决定书文号", "case": "案件编号"}
_IDS = frozenset({"单位编号", "隐患编号"})
_NUMBERS = frozenset({"统一社会信用代码", "处罚决定书文号"})
_DATE = re.compile(r"\b(\d{4})-(\d\d)-(\d\d)\b")
_PAGES = {"unit": "/registry/pages/units/", "hazard": "/hazards/pages/hazards/"}


class SubjectShown(NamedTuple):
    id: str
    name: str
    weight: int | str
    filer: str
    told: Sequence[tuple[str, str]]
    """What a line of its list says, by heading, where there is something to say."""
    address: str | None
    """Of its own page, where its kind has one."""
    events: Sequence[EventShown]
    also: Sequence[EventShown]


def subject_shown(
    column: Column, counted: Counted, known: Known, recorded: Mapping[Source, Provenance], *, apart: bool
) -> SubjectShown:
    """`apart`: filers are told apart, each of which counts it for itself."""
    kind = KIND_OF_COLUMN[column.key]
    cells = [
        (heading.label, _text(heading.label, value))
        for heading, value in zip(kind.headings, kind.cells(counted, known), strict=True)
    ]
    named = _NAMED_BY[column.counts]
    return SubjectShown(
        id=counted.member,
        name=dict(cells)[named] or counted.member,
        weight=shown(column, counted.weight),
        filer=_filer(counted.filer, known) if apart else "",
        told=[(label, text) for label, text in cells if text and label not in (named, *_IDS)],
        address=page_of_subject(column.counts, counted.member),
        events=events_shown(counted.events, recorded, known.organisation),
        also=events_shown(counted.also, recorded, known.organisation),
    )


def page_of_subject(kind: str, subject: str) -> str | None:
    below = _PAGES.get(kind)
    return None if below is None else below + quote(subject, safe="")


def _text(label: str, value: Value) -> str:
    """Lists write days as spreadsheets sort them; here they are read."""
    if isinstance(value, Fen):
        return wan_yuan(value.fen)
    return str(value) if label in (*_IDS, *_NUMBERS) else _DATE.sub(_spoken, str(value))


def _spoken(day: re.Match[str]) -> str:
    year, month, of_month = map(int, day.groups())
    return f"{year}年{month}月{of_month}日"


def _filer(filer: str, known: Known) -> str:
    return UNCREDITED if filer == NOBODY else known.organisation(filer)
