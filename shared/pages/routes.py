"""Where pages find their style and scripts, and how language and size of writing are chosen."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Query, Response
from fastapi.responses import RedirectResponse

from shared.http.parameters import Name
from shared.pages import language, text_size
from shared.pages.assets import Assets
from shared.pages.way_back import HOME, within
from shared.problems import Rejected

ASSETS = "/assets/"
"""Open: they are the same for everybody."""
CHOICES = ("/pages/language/", "/pages/text-size/")
"""Open: of who has not signed in, too."""
_FOR_EVER = "public, max-age=31536000, immutable"
_YEAR_SECONDS = 365 * 24 * 3600


def asset_routes(assets: Assets) -> APIRouter:
    router = APIRouter(include_in_schema=False)

    @router.get("/assets/{content_hash}/{name}")
    async def asset(content_hash: Name, name: Name) -> Response:
        """A page of another release gets what there is now, which is not kept under that address."""
        found = assets.assets.get(name)
        if found is None:
            raise Rejected("not_found", what=name)
        kept = _FOR_EVER if content_hash == assets.hash else "no-store"
        return Response(found.content, media_type=found.media_type, headers={"Cache-Control": kept})

    return router


choice_routes = APIRouter(include_in_schema=False)

Back = Annotated[str, Query(max_length=4000)]


@choice_routes.get("/pages/language/{chosen}")
async def choose_language(chosen: language.Language, to: Back = HOME) -> Response:
    return _kept(language.COOKIE, chosen, to)


@choice_routes.get("/pages/text-size/{chosen}")
async def choose_text_size(chosen: text_size.TextSize, to: Back = HOME) -> Response:
    return _kept(text_size.COOKIE, chosen, to)


def _kept(cookie: str, chosen: str, to: str) -> Response:
    """In the browser alone, for all pages."""
    answer = RedirectResponse(within(to), HTTPStatus.SEE_OTHER)
    answer.set_cookie(cookie, chosen, max_age=_YEAR_SECONDS, path="/", samesite="lax", httponly=True)
    return answer
