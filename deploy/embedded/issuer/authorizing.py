"""The authorization endpoint: asks for the password, every time, and sends back to the client with a code."""

from collections.abc import Mapping

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from deploy.embedded.issuer.asked import Asked, AskedWrongly, WrongClient, answered, check_client, read_asked
from deploy.embedded.issuer.choose_page import begin_choosing
from deploy.embedded.issuer.equipment import Equipment, Equipped
from deploy.embedded.issuer.giving_codes import with_a_code
from deploy.embedded.issuer.own_origin import refuse_other_origins
from deploy.embedded.issuer.page import Pages, pages_for
from deploy.embedded.issuer.parameters import Unreadable, read_body, read_parameters
from deploy.embedded.issuer.sign_in import NotNow
from deploy.embedded.issuer.sign_in_page import not_signed_in_page, sign_in_page
from deploy.embedded.issuer.trying import Limited, try_password

routes = APIRouter(prefix="/issuer")


@routes.get("/authorize")
async def ask(request: Request, equipment: Equipped) -> Response:
    return await _authorize(request, equipment, request.url.query)


@routes.post("/authorize")
async def take(request: Request, equipment: Equipped) -> Response:
    """The page's form; without a name in it, the same as asked by GET (OpenID Connect, 3.1.2.1)."""
    return await _authorize(request, equipment, await read_body(request))


async def _authorize(request: Request, equipment: Equipment, encoded: str) -> Response:
    try:
        said = read_parameters(encoded)
        check_client(said, equipment.redirect_uri)
    except (Unreadable, WrongClient):
        return _not_ours(pages_for(request, request.query_params.get("ui_locales", "")))
    try:
        asked = read_asked(said)
    except AskedWrongly as wrong:
        told = {"error": wrong.error, "error_description": wrong.description}
        return RedirectResponse(
            answered(equipment.redirect_uri, equipment.issuer, said.get("state"), **told), 303
        )
    pages = pages_for(request, said.get("ui_locales", ""), form_to=equipment.public_url)
    if request.method == "POST" and "username" in said:
        refuse_other_origins(request)
        return await _sign_in(request, equipment, pages, asked, said)
    return sign_in_page(equipment, pages, asked)


async def _sign_in(
    request: Request, equipment: Equipment, pages: Pages, asked: Asked, said: Mapping[str, str]
) -> Response:
    username = said["username"]
    try:
        who = await try_password(equipment, request, username, said.get("password", ""))
    except (Limited, NotNow) as why:
        return not_signed_in_page(equipment, pages, asked, username, why)
    if who is None:
        return not_signed_in_page(equipment, pages, asked, username, None)
    if who.has_to_choose(by_program=False):
        return begin_choosing(equipment, pages, who, asked)
    return await with_a_code(equipment, asked, who)


def _not_ours(pages: Pages) -> Response:
    """Told here: whoever sent the browser with such an address gets it back from nobody."""
    title = pages.said("登录请求无效", "This is no request to sign in")
    zh = "打开的登录地址不完整或不属于本系统，请从首页重新登录。"
    en = "The address is not whole, or not of this system: sign in again from the home page."
    return pages.refused(400, title, pages.said(zh, en), "invalid_request")
