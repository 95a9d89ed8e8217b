"""What each picture is made of: the answers of the API to the same question."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from fastapi import Request

from services.reporting.coverage.counted import coverage_of_town
from services.reporting.coverage.document import coverage_document
from services.reporting.pages.pictures.compared_filers import closing_rates_in_order, covered_units
from services.reporting.pages.pictures.kinds import Name
from services.reporting.pages.pictures.open_hazards import ages, hazards_listed, overdue_by_filer
from services.reporting.pages.pictures.over_time import COLUMNS, closing_rates, found_and_closed
from services.reporting.pages.pictures.picture import Picture
from services.reporting.pages.pictures.view import View
from services.reporting.ranking.counted import ranking_of_town
from services.reporting.ranking.measures import CLOSING_RATE
from services.reporting.reading.question import Question
from services.reporting.reading.recount_queue import Recounting
from services.reporting.reading.snapshot import Found
from services.reporting.rectification.counted import hazards_of_town
from services.reporting.rectification.document import Told, ageing_document, overdue_document
from services.reporting.series.asking import Series
from services.reporting.series.chosen import chosen
from services.reporting.series.counted import series_of_town
from services.reporting.series.points import By
from shared.json_types import JsonObject


@dataclass(frozen=True, slots=True)
class Gathering:
    """On one snapshot."""

    recounting: Recounting
    asked: Question
    found: Found
    view: View
    filer: str | None
    """Of a list of hazards: one filer alone."""
    overdue: bool
    """Of such a list: those past their date alone."""

    async def series(self, by: By) -> JsonObject:
        wanted = Series(by, chosen(self.asked, ",".join(COLUMNS), None), by)
        return await series_of_town(self.recounting, self.asked, self.found, wanted)

    async def hazards(self) -> Told:
        return await hazards_of_town(self.recounting, self.asked, self.found, self.view.now)


def gathering(
    request: Request, asked: Question, found: Found, view: View, filer: str | None, *, overdue: bool
) -> Gathering:
    return Gathering(request.app.state.recounting, asked, found, view, filer, overdue)


async def _closing_rates(each: Gathering) -> Picture:
    return closing_rates(await each.series("period"), each.view)


async def _found_and_closed(each: Gathering) -> Picture:
    return found_and_closed(await each.series("day"), each.view)


async def _ages(each: Gathering) -> Picture:
    return ages(ageing_document(await each.hazards()), each.view)


async def _overdue(each: Gathering) -> Picture:
    return overdue_by_filer(overdue_document(await each.hazards()), each.view)


async def _listed(each: Gathering) -> Picture:
    return hazards_listed(await each.hazards(), each.view, each.filer, overdue=each.overdue)


async def _coverage(each: Gathering) -> Picture:
    form, asked = each.found.form, each.asked
    counted = await coverage_of_town(each.recounting, asked, form)
    return covered_units(coverage_document(form, each.found.organisations, asked.shown, counted), each.view)


async def _ranking(each: Gathering) -> Picture:
    ranked = await ranking_of_town(each.recounting, each.asked, each.found, CLOSING_RATE)
    return closing_rates_in_order(ranked, each.view)


PICTURES: Mapping[Name, Callable[[Gathering], Awaitable[Picture]]] = {
    "closing-rate": _closing_rates,
    "hazards": _found_and_closed,
    "ageing": _ages,
    "overdue": _overdue,
    "coverage": _coverage,
    "ranking": _ranking,
    "open-hazards": _listed,
}
"""Of figures. Who has filed on time is told from what was signed."""
