"""Which columns and filers of a table a series is asked for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from services.reporting.counting.columns import DEPARTMENTS_FORM, FILER_KINDS, Column, columns_of
from services.reporting.lineage.place import DISTINCT, NOBODY, SUM
from services.reporting.reading.asked_form import Form
from services.reporting.reading.question import Question
from services.reporting.subjects.organisation import Organisation
from shared.problems import Rejected

_NO_FILERS = (SUM, DISTINCT, NOBODY)


@dataclass(frozen=True, slots=True)
class Chosen:
    columns: Sequence[Column]
    """In the order of the form."""
    filers: frozenset[str] | None
    """Ids, and names of the cells that are no filer's; None for all that the account may see."""
    only: frozenset[str] | None
    """The filers that the report has rows of, and no totals; None for everything."""

    def rows(self, filers: Sequence[str]) -> list[str]:
        """Of these filers, those with a row in the answer."""
        return [filer for filer in filers if self._shows(filer) and (self.only is None or filer in self.only)]

    def total(self, name: str, annex: str) -> bool:
        """Unless it is named, what no filer is credited with is in 附件3 alone: working groups did it."""
        if self.only is not None or (self.filers is None and name == NOBODY and annex != DEPARTMENTS_FORM):
            return False
        return self._shows(name)

    def _shows(self, name: str) -> bool:
        return self.filers is None or name in self.filers

    def named(self) -> frozenset[str]:
        """The filers that were asked for by their ids."""
        return (self.filers or frozenset()) - set(_NO_FILERS)

    def refuse_unknown(self, form: Form, organisations: Mapping[str, Organisation]) -> None:
        listed, kind = form.campaign.filers[form.annex], FILER_KINDS[form.annex]
        for filer in sorted(self.named()):
            known = organisations.get(filer)
            if filer not in listed and (known is None or known.kind != kind):
                detail = f"此表没有填报单位 no filer of this table: {filer}"
                raise Rejected("invalid_request", field="filers", detail=detail)


def chosen(asked: Question, columns: str | None, filers: str | None) -> Chosen:
    """Raises `Rejected` for a column that the form has not, and for a filer that the account may not see."""
    wanted = None if filers is None else frozenset(filers.split(","))
    asked.refuse_unless_shown(wanted or ())
    return Chosen(_columns(asked.annex, columns), wanted, asked.shown)


def _columns(annex: str, columns: str | None) -> Sequence[Column]:
    declared = columns_of(annex)
    if columns is None:
        return declared
    named = set(columns.split(","))
    if unknown := sorted(named - {column.key for column in declared}):
        known = ", ".join(column.key for column in declared)
        detail = f"此表没有的列 no column of this table: {unknown[0]}; {known}"
        raise Rejected("invalid_request", field="columns", detail=detail)
    return [column for column in declared if column.key in named]
