"""Which cell is asked about: a filer's, a total's, or what no filer is credited with."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from services.reporting.counting.columns import FILER_KINDS, annex_of_filer, columns_of
from services.reporting.counting.crediting import UNCREDITED
from services.reporting.counting.mark import Mark
from services.reporting.reading.question import Question
from services.reporting.subjects.campaign import Campaign
from shared.problems import Rejected

SUM, DISTINCT, NOBODY = "total:sum", "total:distinct", "uncredited"
"""How the addresses name the cells that are no filer's."""


@dataclass(frozen=True, slots=True)
class Place:
    annex: str
    filer: str
    """A filer's id, or one of the names above."""
    column: str
    of: Literal["filer", "sum", "distinct", "nobody"]

    @property
    def apart(self) -> bool:
        """Whether each filer counts for itself."""
        return self.of != "distinct"

    @property
    def marked_as(self) -> str | None:
        """The filer of its marks; None where there are several."""
        return {"filer": self.filer, "nobody": UNCREDITED}.get(self.of)

    def of_cell(
        self, marks: Iterable[Mark], campaign: Campaign, kind_of: Callable[[str], str | None]
    ) -> Iterator[Mark]:
        """Of these marks, those that count here."""
        for mark in marks:
            if mark.column == self.column and self.takes(mark.filer, campaign, kind_of):
                yield mark

    def takes(self, filer: str, campaign: Campaign, kind_of: Callable[[str], str | None]) -> bool:
        """Whether what counts for this filer counts here."""
        if self.of == "sum":
            return kind_of(filer) == FILER_KINDS[self.annex] or filer in campaign.filers[self.annex]
        if self.of == "distinct":
            return annex_of_filer(kind_of(filer)) == self.annex
        return filer == self.marked_as


def place(asked: Question, filer: str, column: str) -> Place:
    """Raises `not_found` for a column that the form has not, `not_yours` for what the account may not see."""
    if column not in {declared.key for declared in columns_of(asked.annex)}:
        raise Rejected("not_found", what=column)
    if asked.only is not None and filer not in asked.only:
        raise Rejected("not_yours")
    kinds: dict[str, Literal["sum", "distinct", "nobody"]]
    kinds = {SUM: "sum", DISTINCT: "distinct", NOBODY: "nobody"}
    return Place(asked.annex, filer, column, kinds.get(filer, "filer"))
