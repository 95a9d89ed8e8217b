"""The pages: both inboxes beside each other, and one mail. What a sender wrote runs and loads nothing."""

from functools import cache
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from deploy.embedded.inbox.drawn import drawn, part
from deploy.embedded.inbox.entering import COOKIE, is_key, with_key
from deploy.embedded.inbox.kept import MOST, Messages
from deploy.embedded.inbox.received import Kind, Received
from shared.http.parameters import Number
from shared.problems import Rejected

PAGE = 50
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; connect-src 'self'; "
    "frame-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
_POLICY_OF_A_MAIL = (
    "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; "
    "img-src data:; form-action 'none'; frame-ancestors 'self'"
)
"""Its links open beside the inbox."""
_MEDIA_TYPES = {"inbox.css": "text/css", "newer.js": "text/javascript"}
_MONTH = 30 * 24 * 3600

pages = APIRouter(prefix="/inbox")
_opened = [Depends(with_key)]


@pages.get("")
async def home() -> RedirectResponse:
    return RedirectResponse("/inbox/")


@pages.get("/")
async def both(
    request: Request,
    key: str = "",
    to: Annotated[str, Query(max_length=100)] = "",
    mail: Number | None = None,
    sms: Number | None = None,
) -> Response:
    """`mail` and `sms`: messages older than these numbers alone."""
    if key:
        return _let_in(request, key)
    await with_key(request)
    kept: Messages = request.app.state.messages
    to = to.strip()
    columns = [_column(kept, "mail", "邮件", to, mail), _column(kept, "sms", "短信", to, sms)]
    return _page("inbox.html", columns=columns, to=to, last=kept.last, most=MOST, older=mail or sms)


def _column(kept: Messages, kind: Kind, name: str, to: str, before: int | None) -> dict[str, Any]:
    found = kept.newest(kind, to, before, PAGE + 1)
    shown = found[:PAGE]
    return {
        "kind": kind,
        "name": name,
        "count": kept.count(kind),
        "messages": shown,
        "older": shown[-1].number if len(found) > PAGE else None,
    }


def _let_in(request: Request, key: str) -> Response:
    """The key leaves the address bar at once."""
    if not is_key(request, key):
        return no_key_page()
    answer = RedirectResponse("/inbox/", 303)
    answer.set_cookie(COOKIE, key, max_age=_MONTH, path="/inbox", httponly=True, samesite="lax")
    return answer


@pages.get("/mails/{number}", dependencies=_opened)
async def one_mail(request: Request, number: Number) -> Response:
    return _page("mail.html", message=_mail(request, number))


@pages.get("/mails/{number}/html", dependencies=_opened)
async def html_of_mail(request: Request, number: Number) -> Response:
    html = _mail(request, number).content.html or ""
    headers = {"Content-Security-Policy": _POLICY_OF_A_MAIL}
    return HTMLResponse(f'<!doctype html><base target="_blank">{html}', headers=headers)


@pages.get("/parts/{name}")
async def page_part(name: str) -> Response:
    """Styles and script: they hold nothing of anybody."""
    if name not in _MEDIA_TYPES:
        raise Rejected("not_found", what=name)
    return Response(_part(name), media_type=_MEDIA_TYPES[name])


async def no_key(_request: Request, _error: Exception) -> Response:
    return no_key_page()


def no_key_page() -> Response:
    return _page("no_key.html", status=401)


def _mail(request: Request, number: int) -> Received:
    kept: Messages = request.app.state.messages
    found = kept.of_number(number)
    if found is None or found.content.kind != "mail":
        raise Rejected("not_found", what=str(number))
    return found


@cache
def _part(name: str) -> bytes:
    return part(name)


def _page(template: str, status: int = 200, **shown: object) -> HTMLResponse:
    return HTMLResponse(drawn(template, **shown), status, {"Content-Security-Policy": _POLICY})
