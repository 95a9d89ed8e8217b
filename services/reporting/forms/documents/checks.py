"""What a reader of a form should be told: units without a grade, acts without a filer, broken relations."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from services.reporting.counting.columns import COLUMN
from shared.json_types import JsonObject

Level: TypeAlias = Literal["error", "warning"]

UNGRADED = "ungraded_units"
_COLOURS = ("units_red", "units_orange", "units_yellow", "units_blue")
_AT_MOST: tuple[tuple[str, str, Level], ...] = (
    ("inspected_by_leader", "inspected", "error"),
    ("hazards_closed", "hazards_found", "error"),
    ("major_found", "hazards_found", "error"),
    ("major_closed", "major_found", "error"),
    ("major_closed", "hazards_closed", "error"),
    # A department may refer or list what a village found.
    ("referred_to_district", "hazards_found", "warning"),
    ("referred_to_town", "hazards_found", "warning"),
    ("supervised", "hazards_found", "warning"),
)
"""The first is expected not to exceed the second."""


@dataclass(frozen=True, slots=True)
class Remark:
    """One line under a form."""

    filer: str | None
    """None for the town as a whole."""
    code: str
    level: Level
    zh: str
    en: str

    def to_json(self) -> JsonObject:
        return {
            "filer": self.filer,
            "code": self.code,
            "level": self.level,
            "message": f"{self.zh} {self.en}",
            "zh": self.zh,
        }


def remarks_on_row(filer: str, row: Mapping[str, int]) -> Iterator[Remark]:
    """A row of one annex: relations between columns that it does not have are not asked for."""
    yield from _remarks_on_grades(filer, row)
    for lesser, greater, level in _AT_MOST:
        if lesser in row and row[lesser] > row[greater]:
            yield Remark(
                filer,
                f"{lesser}_exceeds_{greater}",
                level,
                f"“{_spoken(lesser)}”为 {row[lesser]}，大于“{_spoken(greater)}”的 {row[greater]}，请核对。",
                f"{lesser} is {row[lesser]}, more than {greater} ({row[greater]}); check it.",
            )


def ungraded(row: Mapping[str, int]) -> int:
    """Units that are in no colour."""
    return row["units"] - sum(row[colour] for colour in _COLOURS)


def _remarks_on_grades(filer: str, row: Mapping[str, int]) -> Iterator[Remark]:
    missing = ungraded(row)
    if missing < 0:
        graded = row["units"] - missing
        yield Remark(
            filer,
            "grades_exceed_units",
            "error",
            f"红橙黄蓝合计 {graded} 家，多于监管单位 {row['units']} 家，请核对。",
            f"The grades add up to {graded}, more than the {row['units']} units; check them.",
        )
    elif missing > 0:
        yield Remark(
            filer,
            UNGRADED,
            "warning",
            f"{missing} 家监管单位尚未分级，计入监管单位而不计入任何颜色，请尽快分级。",
            f"{missing} units have no grade yet: counted in units and in no colour; grade them.",
        )


def remark_on_uncredited(uncredited: Mapping[str, int]) -> Iterator[Remark]:
    """What working groups did at units that had no department at that moment."""
    if uncredited:
        zh = "、".join(f"{_spoken(column)} {value}" for column, value in sorted(uncredited.items()))
        en = ", ".join(f"{column} {value}" for column, value in sorted(uncredited.items()))
        yield Remark(
            None,
            "uncredited",
            "warning",
            f"工作组在当时无行业主管科室的单位所做的工作不计入任何科室，只计入去重合计：{zh}。请核对单位的行业主管科室。",
            f"Done by working groups at units without a department then; in the distinct total alone: {en}.",
        )


def _spoken(column: str) -> str:
    """With the header above it: two columns are called 排查."""
    declared = COLUMN[column]
    return "›".join((*declared.path[-1:], declared.label))
