"""What a reader of a form is told beneath it, each remark with the cells that it is about."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from services.reporting.counting.columns import COLUMN
from services.reporting.forms.documents.checks import UNGRADED, ungraded
from services.reporting.forms.documents.wording import heading
from services.reporting.lineage.place import NOBODY
from services.reporting.pages.readings import read

_EXCEEDS = "_exceeds_"
_KEY = re.compile(r"\b[a-z]+(?:_[a-z]+)+\b|\b[a-z]+(?= \d)")
"""What may be a column's key in a sentence of the API."""


class CellNamed(NamedTuple):
    text: str
    filer: str
    column: str


class RemarkShown(NamedTuple):
    error: bool
    zh: str
    en: str
    cells: Sequence[CellNamed]


def remarks_shown(document: Mapping[str, Any], uncredited: Mapping[str, int]) -> list[RemarkShown]:
    """Errors first; of the answer document and of what is credited to no filer."""
    shown = [*_ungraded(document), *_others(document, uncredited)]
    return sorted(shown, key=lambda remark: not remark.error)


def _ungraded(document: Mapping[str, Any]) -> Iterator[RemarkShown]:
    """In one sentence: of a town almost every filer has some."""
    filers = {warning["filer"] for warning in document["warnings"] if warning["code"] == UNGRADED}
    numbers = {
        row["filer"]["id"]: (row["filer"]["name"], ungraded(row["cells"]))
        for row in document["rows"]
        if row["filer"]["id"] in filers
    }
    if numbers:
        total = sum(number for _, number in numbers.values())
        cells = [CellNamed(f"{name} {number}", filer, "units") for filer, (name, number) in numbers.items()]
        yield RemarkShown(
            False,
            f"另有{total}家尚未分级，未计入红橙黄蓝。",
            f"{total} more have no grade yet and are in no colour.",
            cells,
        )


def _others(document: Mapping[str, Any], uncredited: Mapping[str, int]) -> Iterator[RemarkShown]:
    names = {row["filer"]["id"]: row["filer"]["name"] for row in document["rows"]}
    for warning in document["warnings"]:
        if warning["code"] == UNGRADED:
            continue
        filer, zh = warning["filer"], warning["zh"]
        en = _KEY.sub(_read_as_label, warning["message"].removeprefix(zh).strip())
        if filer is None:
            cells = [CellNamed(_name(column), NOBODY, column) for column in sorted(uncredited)]
        else:
            cells = [CellNamed(_name(column), filer, column) for column in columns_of(warning["code"])]
            zh, en = f"{names[filer]}：{zh}", f"{names[filer]}: {en}"
        yield RemarkShown(warning["level"] == "error", zh, en, cells)


def _read_as_label(key: re.Match[str]) -> str:
    return read(_name(key[0]), "en") if key[0] in COLUMN else key[0]


def columns_of(code: str) -> Sequence[str]:
    """The columns that a remark compares."""
    return code.split(_EXCEEDS) if _EXCEEDS in code else ("units",)


def _name(column: str) -> str:
    declared = COLUMN[column]
    return heading({"label": declared.label, "path": declared.path})
