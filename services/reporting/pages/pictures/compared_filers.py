"""Filers side by side: what of their units was inspected, and their closing rates in order. Pure."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from services.reporting.counting.columns import DEPARTMENTS_FORM
from services.reporting.forms.documents.decimals import OF_NOTHING
from services.reporting.forms.documents.wording import DISTINCT as DISTINCT_NAME
from services.reporting.pages.pictures.picture import Bar, Bars, Cell, Linked, Picture
from services.reporting.pages.pictures.view import View


def covered_units(document: Mapping[str, Any], view: View) -> Picture:
    """In 附件3 also what the department inspected itself."""
    by_itself = document["annex"] == DEPARTMENTS_FORM
    said = [(row["filer"]["id"], row["filer"]["name"], row) for row in document["rows"]]
    total = [("", DISTINCT_NAME, document["total"])] if "total" in document else []
    bars = [_bar(name, row["rate"], row["inspected"], row["units"]) for _, name, row in said]
    own = (view.say("本单位检查（家）", "By itself"), view.say("本单位检查覆盖率（%）", "Rate by itself (%)"))
    return Picture(
        headers=(
            view.say("填报单位", "Filer"),
            view.say("监管单位（家）", "Units"),
            view.say("已检查（家）", "Inspected"),
            view.say("检查覆盖率（%）", "Coverage (%)"),
            *(own if by_itself else ()),
        ),
        rows=tuple(
            (
                name,
                _cell(view, filer, "units", row["units"]),
                row["inspected"],
                row["rate"],
                *((row["inspected_by_filer"], row["rate_by_filer"]) if by_itself else ()),
            )
            for filer, name, row in [*said, *total]
        ),
        chart=Bars(tuple(bars), percent=True) if len(bars) > 1 else None,
    )


def closing_rates_in_order(document: Mapping[str, Any], view: View) -> Picture:
    rows = document["rows"]
    bars = [_bar(row["filer"]["name"], row["value"], row["numerator"], row["denominator"]) for row in rows]
    return Picture(
        headers=(
            view.say("名次", "Rank"),
            view.say("填报单位", "Filer"),
            view.say("整改率（%）", "Closing rate (%)"),
            view.say("已整改（条）", "Closed"),
            view.say("排查（条）", "Found"),
        ),
        rows=tuple(
            (
                row["rank"],
                row["filer"]["name"],
                row["value"],
                _cell(view, row["filer"]["id"], "hazards_closed", row["numerator"]),
                _cell(view, row["filer"]["id"], "hazards_found", row["denominator"]),
            )
            for row in rows
        ),
        chart=Bars(tuple(bars), percent=True) if len(bars) > 1 else None,
    )


def _cell(view: View, filer: str, column: str, number: int) -> Cell:
    return Linked(number, view.where.cell(filer, column)) if filer else number


def _bar(name: str, value: str | None, numerator: int, denominator: int) -> Bar:
    if value is None:
        return Bar(name, OF_NOTHING, None)
    return Bar(name, f"{value}%（{numerator}/{denominator}）", Decimal(value))
