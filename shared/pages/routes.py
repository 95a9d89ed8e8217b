"""Where pages find their style and scripts, and how a language is chosen."""

from http import HTTPStatus
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Response
from fastapi.responses import RedirectResponse

from shared.http.parameters import Name
from shared.pages.assets import Assets
from shared.pages.language import COOKIE
from shared.pages.way_back import HOME, within
from shared.problems import Rejected

ASSETS = "/assets/"
"""Open: they are the same for everybody."""
CHOOSE_LANGUAGE = "/pages/language/"
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


language_routes = APIRouter(include_in_schema=False)


@language_routes.get("/pages/language/{language}")
async def choose_language(
    language: Literal["zh", "en"], to: Annotated[str, Query(max_length=4000)] = HOME
) -> Response:
    """Kept in the browser alone, for all pages."""
    answer = RedirectResponse(within(to), HTTPStatus.SEE_OTHER)
    answer.set_cookie(COOKIE, language, max_age=_YEAR_SECONDS, path="/", samesite="lax", httponly=True)
    return answer
