"""A filer's figures under the notice's headings, each with what is to be said about it. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Literal, TypeAlias

from services.reporting.counting.columns import COLUMN, Column, columns_of
from services.reporting.forms.documents.money import shown

_ENFORCEMENT = "执法处罚"
"""Over the columns that have no heading in the notice: they are all of enforcement."""


NoteKind: TypeAlias = Literal["error", "warning", "returned", "remark", "fall"]


@dataclass(frozen=True, slots=True)
class Note:
    """Beside a figure."""

    kind: NoteKind
    text: str


@dataclass(frozen=True, slots=True)
class Figure:
    column: str
    label: str
    """With the heading right above it: two columns are called 排查."""
    value: int | str
    change: str | None = None
    """Against the last report: `+3`, `-1`; None where it is the same, or there is none."""
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    heading: str
    figures: tuple[Figure, ...]


@dataclass(slots=True)
class Beside:
    """What is said about figures, by column."""

    changes: Mapping[str, str] = field(default_factory=dict)
    notes: dict[str, list[Note]] = field(default_factory=dict)

    def note(self, column: str, kind: NoteKind, text: str) -> None:
        self.notes.setdefault(column, []).append(Note(kind, text))


def groups_of(annex: str, row: Mapping[str, int], beside: Beside) -> list[Group]:
    """In the order of the form."""
    grouped = groupby(columns_of(annex), lambda column: column.path[0] if column.path else _ENFORCEMENT)
    return [Group(heading, tuple(_figures(list(columns), row, beside))) for heading, columns in grouped]


def _figures(columns: Sequence[Column], row: Mapping[str, int], beside: Beside) -> Iterator[Figure]:
    for column in columns:
        change = beside.changes.get(column.key, "0")
        yield Figure(
            column.key,
            label_of(column.key),
            shown(column, row[column.key]),
            None if change == "0" else change,
            tuple(beside.notes.get(column.key, ())),
        )


def label_of(column: str) -> str:
    declared = COLUMN[column]
    return "·".join((*declared.path[1:], declared.label))


def spoken(column: str) -> str:
    """In a sentence, without its measure: 已整改, 重大隐患已整改."""
    declared = COLUMN[column]
    major = "重大隐患" if column.startswith("major_") else ""
    return major + declared.label.partition("（")[0]


def measure_of(column: str) -> str:
    """家, 条, 件, 万元."""
    return COLUMN[column].label.partition("（")[2].removesuffix("）")
