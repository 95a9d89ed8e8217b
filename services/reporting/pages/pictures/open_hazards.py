"""Open hazards: how old, how many past the date of their plan, and which ones. Pure."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any
from urllib.parse import quote

from services.reporting.counting.columns import annex_of_filer
from services.reporting.forms.documents.wording import DISTINCT as DISTINCT_NAME
from services.reporting.pages.pictures.picture import Bar, Bars, Cell, Columns, Linked, Picture
from services.reporting.pages.pictures.view import View
from services.reporting.rectification.days import day_of, days_between
from services.reporting.rectification.document import Told
from services.reporting.rectification.found_hazard import FoundHazard

MOST = 1_000
"""Lines of the list."""


def ages(document: Mapping[str, Any], view: View) -> Picture:
    """Drawn of the town, or of the one filer that may be seen."""
    said = _said(document)
    _, _, drawn = said[-1]
    labels = [bucket["label"] for bucket in document["buckets"]]
    bars = [
        Bar(label, str(each["open"]), each["open"])
        for label, each in zip(labels, drawn["buckets"], strict=True)
    ]
    major = view.say("其中重大", "of them major")
    return Picture(
        headers=(view.say("填报单位", "Filer"), view.say("未整改（条）", "Open"), major, *labels),
        rows=tuple(
            (
                name,
                _names(view, filer, each["open"]),
                each["major"],
                *(bucket["open"] for bucket in each["buckets"]),
            )
            for filer, name, each in said
        ),
        chart=Columns(tuple(bars), percent=False),
    )


def overdue_by_filer(document: Mapping[str, Any], view: View) -> Picture:
    said = _said(document)
    bars = [Bar(name, str(each["overdue"]), each["overdue"]) for filer, name, each in said if filer]
    return Picture(
        headers=(
            view.say("填报单位", "Filer"),
            view.say("未整改（条）", "Open"),
            view.say("未制定整改方案（条）", "Without a plan"),
            view.say("超期（条）", "Overdue"),
            view.say("其中重大（条）", "Of them major"),
        ),
        rows=tuple(
            (
                name,
                _names(view, filer, each["open"]),
                each["without_plan"],
                _names(view, filer, each["overdue"], overdue="true"),
                each["overdue_major"],
            )
            for filer, name, each in said
        ),
        chart=Bars(tuple(bars), percent=False) if len(bars) > 1 else None,
    )


def hazards_listed(told: Told, view: View, filer: str | None, *, overdue: bool) -> Picture:
    """Of one filer, or of all that may be seen."""
    today = day_of(told.counted_to)
    lines = sorted(
        (each for each in _open(told, filer) if not overdue or _days_over(each, today) > 0),
        key=lambda each: (-_days_over(each, today), each.found, each.hazard),
    )
    return Picture(
        headers=(
            view.say("隐患编号", "Hazard"),
            view.say("填报单位", "Filer"),
            view.say("发现日期", "Found on"),
            view.say("已有天数", "Days since"),
            view.say("等级", "Severity"),
            view.say("整改期限", "Due on"),
            view.say("超期天数", "Days overdue"),
        ),
        rows=tuple(_line(told, view, each, today) for each in lines[:MOST]),
        chart=None,
    )


def _said(document: Mapping[str, Any]) -> list[tuple[str, str, Mapping[str, Any]]]:
    """The whole table last, without a filer's id."""
    rows = [(row["filer"]["id"], row["filer"]["name"], row) for row in document["rows"]]
    return rows + ([("", DISTINCT_NAME, document["total"])] if "total" in document else [])


def _names(view: View, filer: str, number: int, **more: str) -> Cell:
    if not number:
        return number
    of_filer = {"filer": filer} if filer else {}
    return Linked(number, view.where.picture("open-hazards", **of_filer, **more))


def _open(told: Told, filer: str | None) -> Iterator[FoundHazard]:
    for each in told.hazards:
        if each.closed is not None or (told.only is not None and each.filer not in told.only):
            continue
        known = told.organisations.get(each.filer)
        of_table = annex_of_filer(None if known is None else known.kind) == told.form.annex
        if each.filer == filer if filer is not None else of_table:
            yield each


def _days_over(hazard: FoundHazard, today: date) -> int:
    """0 where it is not overdue, and where nobody has said by when."""
    return 0 if hazard.deadline is None else max(0, (today - date.fromisoformat(hazard.deadline)).days)


def _line(told: Told, view: View, hazard: FoundHazard, today: date) -> tuple[Cell, ...]:
    known = told.organisations.get(hazard.filer)
    return (
        Linked(hazard.hazard, f"/hazards/pages/hazards/{quote(hazard.hazard, safe='')}"),
        view.say("未计入填报单位", "No filer") if known is None else known.name_before(told.form.moment),
        view.dated(day_of(hazard.found)),
        days_between(hazard.found, told.counted_to),
        view.say("重大", "major") if hazard.major else view.say("一般", "general"),
        view.say("未制定方案", "no plan")
        if hazard.deadline is None
        else view.dated(date.fromisoformat(hazard.deadline)),
        _days_over(hazard, today) or None,
    )
