"""A page of the inbox was asked for by somebody who may not look, or has to sign in anew first."""

from http import HTTPStatus
from urllib.parse import quote

from fastapi import Request, Response
from fastapi.responses import RedirectResponse

from deploy.embedded.inbox.drawn import drawn
from deploy.embedded.inbox.entering import may_look
from shared.identity.session import COOKIE
from shared.pages.refused import RENEW
from shared.problems import Rejected


class NotLetIn(Exception):
    def __init__(self, refused: Rejected) -> None:
        super().__init__(refused.code)
        self.refused = refused


async def opened(request: Request) -> None:
    """A dependency of the pages."""
    try:
        await may_look(request)
    except Rejected as refused:
        raise NotLetIn(refused) from None


async def not_let_in(request: Request, error: Exception) -> Response:
    """Of somebody who has signed in before the cookie is renewed first."""
    if isinstance(error, NotLetIn) and error.refused.status == HTTPStatus.FORBIDDEN:
        return drawn(request, "not_for_you.html", HTTPStatus.FORBIDDEN)
    address = f"{RENEW}?to={quote(f'{request.url.path}?{request.url.query}'.rstrip('?'))}"
    if COOKIE in request.cookies:
        return RedirectResponse(address, HTTPStatus.SEE_OTHER)
    return no_key(request)


def no_key(request: Request) -> Response:
    return drawn(request, "no_key.html", HTTPStatus.UNAUTHORIZED, sign_in=f"{RENEW}?to={quote('/inbox/')}")
