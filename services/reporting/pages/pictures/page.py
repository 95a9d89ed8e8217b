"""图表 over HTTP: all pictures on a page, and each by itself: with its table, as SVG, as CSV."""

from http import HTTPStatus
from typing import Annotated, Literal
from urllib.parse import quote

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse

from services.reporting.forms.rendering import as_csv
from services.reporting.pages.annexes import annexes_of
from services.reporting.pages.campaigns import current_campaign, known_campaign
from services.reporting.pages.compare.stops import marked
from services.reporting.pages.pictures.answering import Wanted, pictured, sees_ranking, view_of
from services.reporting.pages.pictures.asked import AskedPicture
from services.reporting.pages.pictures.kinds import KINDS, OVERVIEW, Kind, Name
from services.reporting.pages.pictures.picture import Linked, Picture, summary
from services.reporting.pages.pictures.svg import HEIGHT, NARROW, WIDE, height_of, height_of_bars, svg
from services.reporting.pages.pictures.view import View
from services.reporting.pages.pictures.where import Where
from services.reporting.reading.question import Question
from services.reporting.subjects.campaign import Campaign
from shared.http.parameters import Name as Text
from shared.identity.dependencies import BeyondFigures
from shared.pages.drawing import Drawing
from shared.problems import Rejected

router = APIRouter(include_in_schema=False)

_ALL = "/pages/campaigns/{campaign}/pictures"
Filer = Annotated[Text | None, Query()]


@router.get("/pages/pictures")
async def current_pictures(request: Request, account: BeyondFigures) -> Response:
    campaign = quote(await current_campaign(request, account), safe="")
    return RedirectResponse(f"/reporting/pages/campaigns/{campaign}/pictures", HTTPStatus.SEE_OTHER)


@router.get(_ALL)
async def pictures(
    request: Request, account: BeyondFigures, asked: AskedPicture, ranking: bool = False
) -> Response:
    """`ranking`: with the filers in order, where the account may see that."""
    campaign, view = await known_campaign(request, account, asked.campaign), view_of(request, asked)
    drawing: Drawing = request.app.state.drawing
    names: list[Name] = [*OVERVIEW, "ranking"] if ranking and sees_ranking(account) else list(OVERVIEW)
    return drawing.page(
        request,
        "pictures.html",
        here="pictures",
        campaign=campaign,
        where=view.where,
        annexes=annexes_of(account),
        kinds=[(KINDS[name], _height(KINDS[name], campaign, asked, view)) for name in names],
        one_filer=asked.only is not None,
        may_rank=sees_ranking(account),
        ranking="ranking" in names,
        widths=(WIDE, NARROW),
    )


def _height(kind: Kind, campaign: Campaign, asked: Question, view: View) -> int:
    """0 where too little has come together: then the table stands alone."""
    one_filer = kind.of_filers or kind.name == "timeliness"
    too_early = len(marked(campaign, view.now)) < kind.least_deadlines
    if too_early or (one_filer and asked.only is not None):
        return 0
    return height_of_bars(len(campaign.filers[asked.annex])) if kind.of_filers else HEIGHT


@router.get(f"{_ALL}/{{picture}}.svg")
async def picture_as_svg(
    request: Request,
    account: BeyondFigures,
    asked: AskedPicture,
    picture: Name,
    size: Literal["wide", "narrow"] = "wide",
) -> Response:
    """`not_found` where there is too little to be drawn."""

    def render(made: Picture, _: View, __: Where | None) -> Response:
        if made.chart is None:
            raise Rejected("not_found", what=picture)
        return Response(svg(made.chart, NARROW if size == "narrow" else WIDE), media_type="image/svg+xml")

    return await pictured(request, account, Wanted(picture, asked), f"svg {size}", render)


@router.get(f"{_ALL}/{{picture}}.csv")
async def picture_as_csv(
    request: Request,
    account: BeyondFigures,
    asked: AskedPicture,
    picture: Name,
    filer: Filer = None,
    overdue: bool = False,
) -> Response:
    """The table, as WPS opens it."""

    def render(made: Picture, _: View, __: Where | None) -> Response:
        return as_csv(made.as_csv(), f"{asked.annex}-{picture}")

    return await pictured(request, account, Wanted(picture, asked, filer, overdue), "csv", render)


@router.get(f"{_ALL}/{{picture}}")
async def picture_page(
    request: Request,
    account: BeyondFigures,
    asked: AskedPicture,
    picture: Name,
    filer: Filer = None,
    overdue: bool = False,
) -> Response:
    drawing: Drawing = request.app.state.drawing
    more = ({} if filer is None else {"filer": filer}) | ({"overdue": "true"} if overdue else {})

    def render(made: Picture, view: View, fixed: Where | None) -> Response:
        return drawing.page(
            request,
            "picture.html",
            here="pictures",
            kind=KINDS[picture],
            picture=made,
            alt="" if made.chart is None else summary(made.chart),
            height=0 if made.chart is None else height_of(made.chart),
            widths=(WIDE, NARROW),
            where=view.where,
            more=more,
            fixed=fixed,
            is_link=lambda cell: isinstance(cell, Linked),
        )

    return await pictured(request, account, Wanted(picture, asked, filer, overdue), "page", render)
