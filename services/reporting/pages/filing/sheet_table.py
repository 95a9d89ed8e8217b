"""The table of a consolidated sheet: the notice's header over the rows that were signed. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.reporting.forms.documents.header import HeaderCell
from services.reporting.pages.form_header import header_of
from shared.json_types import JsonObject


@dataclass(frozen=True, slots=True)
class SheetTable:
    header: Sequence[Sequence[HeaderCell]]
    document: JsonObject
    """As the API answers it."""

    @classmethod
    def of(cls, document: JsonObject) -> "SheetTable":
        return cls(header_of(document), document)
