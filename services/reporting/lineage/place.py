"""Which cell is asked about: a filer's, a total's, or what no filer is credited with."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from services.reporting.counting.columns import annex_of_filer, columns_of
from services.reporting.counting.crediting import UNCREDITED
from services.reporting.counting.filing import files
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
        """The filer of its marks; None where there are several, or none. What no filer is credited with was
        done by working groups: it is in one form alone."""
        if self.of == "nobody":
            return UNCREDITED if self.annex == annex_of_filer(None) else None
        return self.filer if self.of == "filer" else None

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
            return files(filer, self.annex, campaign, kind_of)
        if self.of == "distinct":
            return annex_of_filer(kind_of(filer)) == self.annex
        return filer == self.marked_as

    def refuse_unless_in_form(self, campaign: Campaign, kind_of: Callable[[str], str | None]) -> None:
        """Raises `not_found` for a filer that does not file this form."""
        if self.of == "filer" and not files(self.filer, self.annex, campaign, kind_of):
            raise Rejected("not_found", what=self.filer)


def place(asked: Question, filer: str, column: str) -> Place:
    """Raises `not_found` for a column that the form has not, `not_yours` for what the account may not see."""
    if column not in {declared.key for declared in columns_of(asked.annex)}:
        raise Rejected("not_found", what=column)
    kinds: dict[str, Literal["sum", "distinct", "nobody"]]
    kinds = {SUM: "sum", DISTINCT: "distinct", NOBODY: "nobody"}
    if asked.only is not None and filer in kinds:
        raise Rejected("not_yours")
    asked.refuse_unless_shown({filer})
    return Place(asked.annex, filer, column, kinds.get(filer, "filer"))
