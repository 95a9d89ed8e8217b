"""A form as a PDF for printing, set by typst with the fonts of a package: it looks the same anywhere."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pylopdf_fonts_zh_cn as fonts
import typst

from services.reporting.forms.documents.qr_code import QrCode, qr_code
from services.reporting.forms.documents.sheet import Sheet
from services.reporting.forms.documents.widths import broken, column_widths
from shared.instant import parse_instant

_TEMPLATE = Path(__file__).with_name("form.typ")


def pdf(sheet: Sheet) -> bytes:
    """The same sheet gives the same bytes. Texts reach typst as data: none is read as markup."""
    given = json.dumps(_given(sheet), ensure_ascii=False)
    # Its heading tells the cut-off to the microsecond; the file's own date takes seconds.
    dated = parse_instant(sheet.occurred_until).replace(microsecond=0)
    made = _compiler().compile(format="pdf", sys_inputs={"sheet": given}, timestamp=dated)
    if not isinstance(made, bytes):
        raise TypeError("one PDF was asked for")
    return made


@cache
def _compiler() -> typst.Compiler:
    """It reads the fonts once. Of one thread only."""
    folder = fonts.serif_path().parent
    return typst.Compiler(_TEMPLATE, root=_TEMPLATE.parent, font_paths=[folder], ignore_system_fonts=True)


def _given(sheet: Sheet) -> dict[str, Any]:
    return {
        "annex": sheet.annex,
        "title": sheet.title,
        "reporter": sheet.reporter,
        "telephone": sheet.telephone,
        "widths": column_widths(list(sheet.labels)),
        "header": [
            {
                "x": cell.first_column,
                "y": cell.first_row,
                "columns": cell.last_column - cell.first_column + 1,
                "rows": cell.last_row - cell.first_row + 1,
                "lines": broken(cell.text).split("\n"),
            }
            for cell in sheet.header
        ],
        "lines": [{"label": line.label, "cells": line.texts, "total": line.total} for line in sheet.lines],
        "below": [text for text in (sheet.foot_note, *sheet.notes) if text],
        "signature_line": sheet.signature_line,
        "standing": sheet.standing,
        "small": [sheet.origin, sheet.digest],
        "codes": [_drawn(qr_code(text)) for text in sheet.codes],
    }


def _drawn(code: QrCode) -> dict[str, Any]:
    return {"pixels": list(code.pixels), "size": code.size, "mm": code.width_mm}
