"""Who has filed on time, period by period. Pure."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from services.reporting.forms.documents.decimals import OF_NOTHING, in_percent
from services.reporting.pages.pictures.picture import Bar, Cell, Columns, Linked, Picture
from services.reporting.pages.pictures.view import View
from shared.instant import microseconds, parse_instant

_LEAST_PERIODS = 2


def filed_on_time(document: Mapping[str, Any], annex: str, view: View) -> Picture:
    """Of the periods whose deadline has passed, and the one that is open. The picture is of all filers."""
    periods = [each for each in document["periods"] if each["annex"] == annex and _opened(each, view)]
    names = tuple(each["period"]["name"] for each in periods)
    lines: dict[str, dict[str, Any]] = {}
    for period in periods:
        for line in period["filers"]:
            lines.setdefault(line["filer"]["id"], {})[period["period"]["key"]] = line
    rows = tuple(
        (
            next(iter(of_filer.values()))["filer"]["name"],
            *(_said(of_filer.get(each["period"]["key"]), view) for each in periods),
        )
        for of_filer in lines.values()
    )
    bars = tuple(_bar(each, view) for each in periods if "tally" in each and _passed(each, view))
    return Picture(
        headers=(view.say("填报单位", "Filer"), *names),
        rows=(*_tallies(periods, view), *rows),
        chart=Columns(bars, percent=True) if len(bars) >= _LEAST_PERIODS else None,
    )


def _opened(period: Mapping[str, Any], view: View) -> bool:
    return microseconds(parse_instant(period["period"]["opens"])) <= view.now


def _passed(period: Mapping[str, Any], view: View) -> bool:
    return microseconds(parse_instant(period["period"]["deadline"])) <= view.now


def _bar(period: Mapping[str, Any], view: View) -> Bar:
    tally = period["tally"]
    size = None if tally["timeliness"] == OF_NOTHING else Decimal(tally["timeliness"])
    return Bar(view.day(period["period"]["cutoff"]), _tally(period, view), size)


def _tallies(periods: list[Mapping[str, Any]], view: View) -> tuple[tuple[Cell, ...], ...]:
    """One line, for who sees all filers."""
    if not periods or "tally" not in periods[0]:
        return ()
    return ((view.say("按时报送率", "On time"), *(_tally(each, view) for each in periods)),)


def _tally(period: Mapping[str, Any], view: View) -> str:
    """Of a period that is still open, how many have come so far."""
    tally = period["tally"]
    if not _passed(period, view):
        return f"{view.say('已报', 'so far')} {tally['reported']}/{tally['expected']}"
    return f"{in_percent(tally['timeliness'])}（{tally['on_time']}/{tally['expected']}）"


def _said(line: Mapping[str, Any] | None, view: View) -> Cell:
    if line is None:
        return None
    if line["number"] is None or line["state"] not in ("signed", "accepted"):
        return str(line["state_name"])
    said = view.say("按时", "on time") if line["on_time"] else view.say("逾期补报", "late")
    return Linked(said, view.where.form(submission=line["number"]))
