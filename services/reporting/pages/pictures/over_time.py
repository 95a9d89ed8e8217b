"""整改率 at each deadline; 排查, 已整改 and 未整改 day by day. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any

from services.reporting.forms.documents.decimals import rate as written_rate
from services.reporting.forms.documents.wording import DISTINCT as DISTINCT_NAME
from services.reporting.lineage.place import DISTINCT
from services.reporting.pages.pictures.picture import Cell, Lines, Linked, Picture
from services.reporting.pages.pictures.view import View, rate

COLUMNS = "hazards_found", "hazards_closed"
_Counts = Mapping[str, Sequence[int | None]]


def closing_rates(document: Mapping[str, Any], view: View) -> Picture:
    """A line for the town, or for each filer that may be seen; the table has every filer."""
    points, at = _points(document, view)
    days = tuple(view.day(each) for each in points)
    rows = _rows(document)
    drawn = [(name, rates) for filer, name, rates in _rates(rows, at) if filer == DISTINCT or len(rows) == 1]
    return Picture(
        headers=(view.say("填报单位", "Filer"), *days),
        rows=tuple(
            (
                name,
                *(_linked(view, filer, counts, each, until) for each, until in zip(at, points, strict=True)),
            )
            for filer, name, counts in rows
        ),
        chart=Lines(days, tuple(drawn), percent=True) if len(points) > 1 and drawn else None,
    )


def found_and_closed(document: Mapping[str, Any], view: View) -> Picture:
    """Of the town, or of the one filer that may be seen."""
    points, at = _points(document, view)
    days = tuple(view.day(each) for each in points)
    filer, _, counts = _rows(document)[0]
    found, closed = ([counts[column][each] or 0 for each in at] for column in COLUMNS)
    still_open = [each - done for each, done in zip(found, closed, strict=True)]
    names = (
        view.say("排查（条）", "Found"),
        view.say("已整改（条）", "Closed"),
        view.say("未整改（条）", "Open"),
    )
    lines = zip(names, (tuple(found), tuple(closed), tuple(still_open)), strict=True)
    return Picture(
        headers=(view.say("截至", "Until"), *names),
        rows=tuple(
            (
                day,
                *(
                    Linked(number, view.where.cell(filer, column, occurred_until=until))
                    for number, column in zip(numbers, COLUMNS, strict=True)
                ),
                numbers[0] - numbers[1],
            )
            for day, until, *numbers in zip(days, points, found, closed, strict=True)
        ),
        chart=Lines(days, tuple(lines), percent=False) if len(points) > 1 else None,
    )


def _points(document: Mapping[str, Any], view: View) -> tuple[list[str], list[int]]:
    points = [each["occurred_until"] for each in document["points"]]
    at = view.passed(points)
    return [points[each] for each in at], at


def _rows(document: Mapping[str, Any]) -> list[tuple[str, str, _Counts]]:
    """The town first, where it may be seen."""
    totals = document.get("totals", {})
    town = [(DISTINCT, DISTINCT_NAME, totals["distinct"])] if "distinct" in totals else []
    return town + [(row["filer"]["id"], row["filer"]["name"], row["values"]) for row in document["rows"]]


def _rates(rows: list[tuple[str, str, _Counts]], at: Sequence[int]) -> list[tuple[str, str, tuple[Any, ...]]]:
    return [
        (
            filer,
            name,
            tuple(rate(counts[COLUMNS[1]][each] or 0, counts[COLUMNS[0]][each] or 0) for each in at),
        )
        for filer, name, counts in rows
    ]


def _linked(view: View, filer: str, counts: _Counts, at: int, until: str) -> Cell:
    found, closed = (counts[column][at] for column in COLUMNS)
    if found is None or closed is None:
        return None
    address = view.where.cell(filer, "hazards_closed", occurred_until=until)
    return Linked(f"{written_rate(closed, found)}（{closed}/{found}）", address)
