"""`/registry/session/…`: to the provider and back. Open; nothing of a town is told here."""

from http import HTTPStatus
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Cookie, Depends, Query, Request, Response
from fastapi.responses import RedirectResponse

from services.registry.signing_in import pending, secret
from services.registry.signing_in.cookies import Cookies
from services.registry.signing_in.provider import ProviderAway
from services.registry.signing_in.signing_in import SigningIn
from shared.identity.session import refuse_foreign
from shared.pages.way_back import HOME, within
from shared.problems import Rejected

router = APIRouter(include_in_schema=False)
SIGN_IN = "/registry/pages/sign-in"
OPEN_PATHS = ("/session/", "/pages/sign-in")

Secret = Annotated[str | None, Cookie(alias=secret.COOKIE, max_length=100)]
To = Annotated[str, Query(max_length=4000)]


def _signing_in(request: Request) -> SigningIn:
    way: SigningIn | None = request.app.state.signing_in
    if way is None:
        detail = "未配置网页登录 signing in by a browser is not configured"
        raise Rejected("not_ready", detail=detail)
    return way


def _cookies(request: Request) -> Cookies:
    cookies: Cookies = request.app.state.cookies
    return cookies


Way = Annotated[SigningIn, Depends(_signing_in)]
Kept = Annotated[Cookies, Depends(_cookies)]


@router.get("/pages/sign-in")
async def sign_in_page(request: Request, to: To = HOME, ended: bool = False) -> Response:
    """`ended`: somebody has just signed out, or was away for too long."""
    shown: Response = request.app.state.drawing.page(
        request, "sign_in.html", to=quote(within(to)), ended=ended
    )
    return shown


@router.get("/session/begin")
async def begin(
    way: Way, kept: Kept, session: Secret = None, to: To = HOME, stay: bool = False, again: bool = False
) -> Response:
    """`stay`: for 30 days, on a phone of one's own. `again`: the password is asked for once more, as before
    signing; the session goes on."""
    try:
        address, sealed = await way.begin(within(to), stay=stay, secret=session, again=again)
    except ProviderAway:
        raise Rejected("not_ready", detail="登录服务无应答 the issuer does not answer") from None
    answer = _to(address)
    kept.begun(answer, sealed)
    return answer


@router.get("/session/callback")
async def callback(
    way: Way,
    kept: Kept,
    begun: Annotated[str, Cookie(alias=pending.COOKIE)] = "",
    session: Secret = None,
    state: Annotated[str, Query(max_length=200)] = "",
    code: Annotated[str, Query(max_length=2000)] = "",
    error: Annotated[str, Query(max_length=100)] = "",
) -> Response:
    asked = way.pending(begun, state)
    if error == "access_denied" or not code:
        return _to(f"{SIGN_IN}?to={quote(asked.to)}")
    try:
        session_secret, began = await way.come_back(code, asked, session)
    except ProviderAway:
        raise Rejected("not_ready", detail="登录服务无应答 the issuer does not answer") from None
    answer = _to(asked.to)
    kept.signed_in(answer, session_secret, began, way.cookie(began))
    return answer


@router.get("/session/renew")
async def renew_and_go_back(way: Way, kept: Kept, session: Secret = None, to: To = HOME) -> Response:
    """A page was asked for with a cookie that is too old, or without one."""
    renewed = None if session is None else await way.renew(session)
    if renewed is None:
        answer = _to(f"{SIGN_IN}?to={quote(within(to))}")
        kept.ended(answer)
        return answer
    answer = _to(within(to))
    kept.renewed(answer, renewed, way.cookie(renewed))
    return answer


@router.post("/session/renew")
async def renew(request: Request, way: Way, kept: Kept, session: Secret = None) -> Response:
    """By a page that stays open."""
    refuse_foreign(request.headers)
    renewed = None if session is None else await way.renew(session)
    if renewed is None:
        raise Rejected("unauthenticated", reason="the session is over")
    answer = Response(status_code=HTTPStatus.NO_CONTENT)
    kept.renewed(answer, renewed, way.cookie(renewed))
    return answer


@router.post("/session/end")
async def end(
    request: Request, way: Way, kept: Kept, session: Secret = None, everywhere: bool = False
) -> Response:
    """Here at once; elsewhere with the cookies that were given out, within a quarter of an hour."""
    refuse_foreign(request.headers)
    if session is not None:
        await way.end(session, everywhere=everywhere)
    answer = _to(f"{SIGN_IN}?ended=true")
    kept.ended(answer)
    return answer


def _to(address: str) -> RedirectResponse:
    return RedirectResponse(address, HTTPStatus.SEE_OTHER)
