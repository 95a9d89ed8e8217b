"""时点对比 over HTTP: the page, its table alone where htmx asks for it, and what its form says."""

from http import HTTPStatus
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from services.reporting.counting.policy import READINGS
from services.reporting.pages.annexes import annexes_of, own_annex
from services.reporting.pages.campaigns import current_campaign, known_campaign
from services.reporting.pages.compare.asked import AskedFrom, AskedPlace, AskedPoint
from services.reporting.pages.compare.choosing import chosen
from services.reporting.pages.compare.drawn import (
    Asked,
    drawn_points,
    drawn_signed,
    drawn_table,
    point_of,
)
from services.reporting.pages.compare.looked_up import looked_up, pairs
from services.reporting.pages.compare.period_pairs import period_pairs
from services.reporting.pages.compare.point import FROM, Place, Point
from services.reporting.pages.compare.stops import occurred_stops, recorded_stops
from services.reporting.pages.form_view import AskedView, FormView
from services.reporting.reading.answering import admitted
from services.reporting.reading.asking import AsDeclared
from services.reporting.turns.admission import Share
from shared.clock import Clock
from shared.facts.account import Account
from shared.identity.dependencies import BeyondFigures
from shared.instant import microseconds
from shared.pages.drawing import Drawing
from shared.pages.parts import is_part
from shared.problems import Rejected
from shared.read_model.stale import stale_header

router = APIRouter(include_in_schema=False)

_TOLD_HERE = frozenset({"not_final", "not_found", "position_not_reached", "unknown_policy"})
"""Refusals of a point: another one can be chosen."""


@router.get("/pages/compare")
async def compare_current(request: Request, account: BeyondFigures) -> Response:
    """Of the current campaign; what else the address says is kept."""
    place = Place(await current_campaign(request, account), own_annex(account))
    query = f"?{request.url.query}" if request.url.query else ""
    return _to(place.address("compare", None, Point()) + query)


@router.get("/pages/campaigns/{campaign}/{annex}/compare", dependencies=[AsDeclared])
async def compare(
    request: Request,
    account: BeyondFigures,
    place: AskedPlace,
    a: AskedFrom,
    b: AskedPoint,
    view: AskedView,
) -> Response:
    asked = Asked(place, await known_campaign(request, account, place.campaign), a, b, _now(request))
    tried = await pairs(request, account, place, asked.tried, b)

    async def answer(share: Share) -> Response:
        try:
            shown = await looked_up(request, share, tried)
        except Rejected as refused:
            if refused.code not in _TOLD_HERE:
                raise
            said: dict[str, Any] = {"refused": refused, "table": None}
            return await _page(request, account, asked, asked.tried[0], said, refused.status)
        said = {"refused": None, "table": drawn_table(asked, shown), **_look(asked, view)}
        base = point_of(shown.a.form) if a is None else a
        page = await _page(request, account, asked, base, said)
        page.headers.update(stale_header((*shown.a.form.stale, *shown.b.form.stale)))
        return page

    return await admitted(request, (account.township, account.name), answer)


@router.get("/pages/campaigns/{campaign}/{annex}/compare/at")
async def choose(request: Request, account: BeyondFigures, place: AskedPlace) -> Response:
    """From what the form says to the address that says the same."""
    campaign = await known_campaign(request, account, place.campaign)
    stops = occurred_stops(campaign), recorded_stops(campaign, _now(request))
    fields = dict(request.query_params)
    a, b = chosen(fields, FROM, *stops), chosen(fields, "", *stops)
    return _to(place.address("compare", a if a.said() else Point(policy=campaign.policy), b))


async def _page(
    request: Request,
    account: Account,
    asked: Asked,
    base: Point,
    said: dict[str, Any],
    status: int = HTTPStatus.OK,
) -> Response:
    drawing: Drawing = request.app.state.drawing
    if is_part(request):
        released = drawn_points(asked, base)[1].released
        return drawing.page(request, "compared.html", status=status, released=released, **said)
    signed = await drawn_signed(request, account, asked)
    first, second = drawn_points(asked, base, signed)
    return drawing.page(
        request,
        "compare.html",
        status=status,
        here="compare",
        place=asked.place,
        campaign=asked.campaign,
        annexes=annexes_of(account),
        readings=READINGS,
        signed=signed,
        first=first,
        second=second,
        released=second.released,
        pairs=list(period_pairs(asked.campaign, asked.now, asked.place, base, asked.b)),
        **said,
    )


def _look(asked: Asked, view: FormView) -> dict[str, Any]:
    """On a small screen: which column, and the address of the table in place of cards."""
    other = asked.place.address("compare", asked.a, asked.b, **view.named(whole=not view.whole))
    return {"view": view.of(asked.place.annex), "other_look": other}


def _now(request: Request) -> int:
    clock: Clock = request.app.state.clock
    return microseconds(clock.now())


def _to(address: str) -> RedirectResponse:
    return RedirectResponse(address, HTTPStatus.SEE_OTHER)
