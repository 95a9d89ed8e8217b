"""Drafting the paragraph: every number in it stands for a figure, a change or a rate of the report. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from string import Formatter
from typing import Literal

from services.reporting.counting.columns import COLUMN, columns_of
from services.reporting.forms.documents.changes import RATES
from services.reporting.forms.documents.decimals import in_percent, rate
from services.reporting.forms.documents.money import shown
from services.reporting.narrative.wording import (
    ADDED,
    CHANGED,
    COMPARED,
    FIRST,
    NOTHING_CHANGED,
    REMOVED,
    TOTALS,
)

_RATES = {f"{name}_rate": columns for name, columns in RATES.items()}
"""As the sentences call them."""

Kind = Literal["value", "added", "removed", "rate"]


@dataclass(frozen=True, slots=True)
class Number:
    """A number of the paragraph: where it stands, in characters, and what it is of."""

    start: int
    end: int
    text: str
    kind: Kind
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """Of one column, as its difference is explained: what came and what went, in counts or fen."""

    added: int
    removed: int


@dataclass(frozen=True, slots=True)
class Draft:
    paragraph: str
    numbers: tuple[Number, ...]


@dataclass(slots=True)
class _Text:
    said: str = ""
    numbers: list[Number] = field(default_factory=list)

    def say(self, text: str) -> None:
        self.said += text

    def number(self, text: str, kind: Kind, *columns: str) -> None:
        start = len(self.said)
        self.said += text
        self.numbers.append(Number(start, len(self.said), text, kind, columns))


def draft(
    annex: str,
    filer: str,
    until: str,
    row: Mapping[str, int],
    before: tuple[str, Mapping[str, int]] | None,
    changes: Mapping[str, Change],
) -> Draft:
    """`before`: what the last report is called, and its row. ValueError where changes do not add up."""
    text = _Text()
    _totals(text, annex, {"filer": filer, "until": until}, row)
    if before is None:
        text.say(FIRST)
    else:
        name, earlier = before
        _refuse_unless_added_up(annex, row, earlier, changes)
        _compared(text, annex, name, changes)
    return Draft(text.said, tuple(text.numbers))


def _totals(text: _Text, annex: str, names: Mapping[str, str], row: Mapping[str, int]) -> None:
    for literal, name, _, _ in Formatter().parse(TOTALS[annex]):
        text.say(literal)
        if name is None:
            continue
        if name in names:
            text.say(names[name])
        elif name in _RATES:
            closed, found = _RATES[name]
            text.number(in_percent(rate(row[closed], row[found])), "rate", closed, found)
        else:
            text.number(_written(name, row[name]), "value", name)


def _compared(text: _Text, annex: str, name: str, changes: Mapping[str, Change]) -> None:
    said = [column.key for column in columns_of(annex) if _moved(changes.get(column.key))]
    if not said:
        text.say(NOTHING_CHANGED.format(before=name))
        return
    text.say(COMPARED.format(before=name))
    for place, column in enumerate(said):
        text.say("；" if place else "")
        _change(text, column, changes[column])
    text.say("。")


def _change(text: _Text, column: str, change: Change) -> None:
    label, measure = CHANGED[column]
    text.say(label)
    parts: Sequence[tuple[str, int, Kind]] = (
        (ADDED, change.added, "added"),
        (REMOVED, change.removed, "removed"),
    )
    told = [part for part in parts if part[1]]
    for place, (verb, value, kind) in enumerate(told):
        text.say(f"{'、' if place else ''}{verb}")
        text.number(_written(column, value), kind, column)
        text.say(measure)


def _moved(change: Change | None) -> bool:
    return change is not None and (change.added, change.removed) != (0, 0)


def _refuse_unless_added_up(
    annex: str, row: Mapping[str, int], before: Mapping[str, int], changes: Mapping[str, Change]
) -> None:
    for column in _columns(annex):
        change = changes.get(column, Change(0, 0))
        if before.get(column, 0) + change.added - change.removed != row[column]:
            raise ValueError(f"{column}: {before.get(column, 0)} and {change} do not make {row[column]}")


def _columns(annex: str) -> Iterator[str]:
    return (column.key for column in columns_of(annex))


def _written(column: str, value: int) -> str:
    return str(shown(COLUMN[column], value))
