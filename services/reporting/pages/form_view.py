"""How a form is looked at, as its page's address says beside the report: none of it moves a figure."""

from dataclasses import asdict, dataclass, replace
from typing import Annotated

from fastapi import Depends, Query

from services.reporting.counting.columns import columns_of
from services.reporting.pages.form_shown import CHOSEN
from shared.http.parameters import Name


@dataclass(frozen=True, slots=True)
class FormView:
    changes: bool = False
    """With 较上期."""
    blank: bool = False
    """To be filled in by hand."""
    whole: bool = False
    """The table also where a list or cards are easier to read."""
    all_columns: bool = False
    """Also in large writing."""
    column: str = CHOSEN
    """Which one cards show."""

    def named(self, **changed: bool | str) -> dict[str, str]:
        """For an address: what is not as usual, with something changed."""
        usual, wanted = asdict(USUAL), asdict(replace(self, **changed))  # type: ignore[arg-type]  # as the fields are
        return {name: _written(each) for name, each in wanted.items() if each != usual[name]}

    def of(self, annex: str) -> "FormView":
        """Of a column that the annex has."""
        keys = {column.key for column in columns_of(annex)}
        return self if self.column in keys else replace(self, column=CHOSEN)


USUAL = FormView()


def _written(value: bool | str) -> str:
    return value if isinstance(value, str) else str(value).lower()


def form_view(
    changes: Annotated[bool, Query()] = False,
    blank: Annotated[bool, Query()] = False,
    whole: Annotated[bool, Query()] = False,
    all_columns: Annotated[bool, Query()] = False,
    column: Annotated[Name, Query()] = CHOSEN,
) -> FormView:
    return FormView(changes, blank, whole, all_columns, column)


AskedView = Annotated[FormView, Depends(form_view)]
