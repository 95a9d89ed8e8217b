"""The pages: what arrived, searched, and one message as on a telephone. What a sender wrote runs and loads
nothing."""

from http import HTTPStatus
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from deploy.embedded.inbox.drawn import drawn
from deploy.embedded.inbox.entering import COOKIE, is_key
from deploy.embedded.inbox.kept import MOST, Messages
from deploy.embedded.inbox.linked import linked
from deploy.embedded.inbox.not_let_in import no_key, opened
from deploy.embedded.inbox.received import Kind, Received
from services.notifications.texts.length import length_of
from shared.http.parameters import Number
from shared.problems import Rejected

PAGE = 50
LAST = "Paicha-Inbox-Last"
_POLICY_OF_A_MAIL = (
    "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; "
    "img-src data:; form-action 'none'; frame-ancestors 'self'"
)
"""Its links open beside the inbox."""
_MONTH = 30 * 24 * 3600
Words = Annotated[str, Query(max_length=100)]
KindAsked = Literal["", "sms", "mail"]

pages = APIRouter(prefix="/inbox", include_in_schema=False)


@pages.get("")
async def home() -> RedirectResponse:
    return RedirectResponse("/inbox/")


@pages.get("/")
async def inbox(
    request: Request,
    key: str = "",
    q: Words = "",
    kind: KindAsked = "",
    before: Number | None = None,
    shown: Number | None = None,
) -> Response:
    """`before`: messages older than this number alone."""
    if key:
        return _let_in(request, key)
    await opened(request)
    kept: Messages = request.app.state.messages
    found = kept.newest(_kind(kind), q.strip(), before, PAGE + 1)
    chosen = None if shown is None else _message(kept, shown)
    return drawn(
        request, "inbox.html", messages=found[:PAGE], q=q, kind=kind, last=kept.last, most=MOST, older=before,
        next=found[PAGE - 1].number if len(found) > PAGE else None,
        counts={"sms": kept.count("sms"), "mail": kept.count("mail")}, shown=chosen, **_as_shown(chosen),
    )  # fmt: skip


@pages.get("/newer", dependencies=[Depends(opened)])
async def newer(request: Request, after: Number, q: Words = "", kind: KindAsked = "") -> Response:
    """What came behind that number, for a page that is open; the header says up to which."""
    kept: Messages = request.app.state.messages
    found = [each for each in kept.newest(_kind(kind), q.strip(), None, PAGE) if each.number > after]
    answer = drawn(request, "list_part.html", messages=found, q=q, kind=kind, shown=None)
    answer.headers[LAST] = str(kept.last)
    return answer


@pages.get("/mails/{number}/html", dependencies=[Depends(opened)])
async def html_of_mail(request: Request, number: Number) -> Response:
    html = _message(request.app.state.messages, number, "mail").content.html or ""
    headers = {"Content-Security-Policy": _POLICY_OF_A_MAIL}
    return HTMLResponse(f'<!doctype html><base target="_blank">{html}', headers=headers)


def _let_in(request: Request, key: str) -> Response:
    """The key leaves the address bar at once."""
    if not is_key(request, key):
        return no_key(request)
    answer = RedirectResponse("/inbox/", HTTPStatus.SEE_OTHER)
    answer.set_cookie(COOKIE, key, max_age=_MONTH, path="/inbox", httponly=True, samesite="lax")
    return answer


def _kind(asked: KindAsked) -> Kind | None:
    return None if asked == "" else asked


def _message(kept: Messages, number: int, kind: Kind | None = None) -> Received:
    found = kept.of_number(number)
    if found is None or kind not in (None, found.content.kind):
        raise Rejected("not_found", what=str(number))
    return found


def _as_shown(message: Received | None) -> dict[str, Any]:
    """A text message with its signature, as it is counted."""
    if message is None:
        return {}
    content = message.content
    whole = content.text if content.kind == "mail" else f"【{content.title}】{content.text}"
    return {"text": linked(whole), "length": length_of(whole)}
