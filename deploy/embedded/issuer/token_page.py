"""The page that shows a token, for programs and for trying things out."""

from datetime import datetime

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from deploy.embedded.issuer.choose_page import begin_choosing
from deploy.embedded.issuer.equipment import Equipment, Equipped
from deploy.embedded.issuer.own_origin import refuse_other_origins
from deploy.embedded.issuer.page import Pages, pages_for
from deploy.embedded.issuer.parameters import read_body, read_parameters
from deploy.embedded.issuer.sign_in import NotNow, SignedIn
from deploy.embedded.issuer.sign_in_page import not_signed_in_page, sign_in_page
from deploy.embedded.issuer.tokens import sign
from deploy.embedded.issuer.trying import Limited, try_password
from shared.instant import SHANGHAI

routes = APIRouter(prefix="/issuer")


@routes.get("")
async def home() -> RedirectResponse:
    """Without a host: the request's own says what the client likes."""
    return RedirectResponse("/issuer/")


@routes.get("/")
async def empty_page(request: Request, equipment: Equipped) -> Response:
    return sign_in_page(equipment, pages_for(request, request.query_params.get("ui_locales", "")), None)


@routes.post("/")
async def sign_in(request: Request, equipment: Equipped) -> Response:
    refuse_other_origins(request)
    said = read_parameters(await read_body(request))
    pages = pages_for(request, said.get("ui_locales", ""))
    username = said.get("username", "")
    try:
        who = await try_password(equipment, request, username, said.get("password", ""))
    except (Limited, NotNow) as why:
        return not_signed_in_page(equipment, pages, None, username, why)
    if who is None:
        return not_signed_in_page(equipment, pages, None, username, None)
    if who.has_to_choose(by_program=False):
        return begin_choosing(equipment, pages, who, None)
    return _shown(equipment, pages, who)


def _shown(equipment: Equipment, pages: Pages, who: SignedIn) -> Response:
    token = sign(equipment.folder, equipment.issuer, who.account, who.issued, who.end)
    return pages.page("token.html", who=who.title, until=_when(token.expires), token=token.text)


def _when(seconds: int) -> str:
    """A moment as the town's people read it."""
    return f"{datetime.fromtimestamp(seconds, SHANGHAI):%Y-%m-%d %H:%M}"
