"""`/openapi.json`, `/asyncapi.json` and `/docs`, generated from the code and served without any outside host.

The documentation page and its scripts are open, being the same for everyone; what they show takes an account.
Swagger UI (Apache-2.0) comes from the wheel `fastapi-offline`, of which nothing else is used.
"""

from functools import cache
from importlib.resources import files
from typing import Any

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import HTMLResponse

from shared.http.asyncapi import Messages, asyncapi_document
from shared.identity.dependencies import current_account
from shared.problems import Rejected

OPEN_DOCUMENTS = ("/docs", "/docs/")
PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'"
)
_ASSETS = {
    "swagger-ui-bundle.js": ("fastapi_offline", "text/javascript"),
    "swagger-ui.css": ("fastapi_offline", "text/css"),
    "docs.js": ("shared.http", "text/javascript"),
}


pages = APIRouter(tags=["documents"])


@pages.get(
    "/openapi.json",
    summary="This interface, for programs; 接口描述",
    dependencies=[Depends(current_account)],
)
async def openapi(request: Request) -> dict[str, Any]:
    """This service's HTTP interface."""
    described: dict[str, Any] = request.app.openapi()
    return described


@pages.get("/docs", summary="This interface, for people; 接口说明页", response_class=HTMLResponse)
async def page() -> Response:
    """The HTTP interface for people; the page asks for a token or key."""
    return HTMLResponse(
        _static("shared.http", "docs.html"),
        headers={"Content-Security-Policy": PAGE_POLICY},
    )


@pages.get("/docs/{asset}", include_in_schema=False)
async def page_asset(asset: str) -> Response:
    if asset not in _ASSETS:
        raise Rejected("not_found", what=asset)
    package, media_type = _ASSETS[asset]
    return Response(
        _static(package, asset), media_type=media_type, headers={"Cache-Control": "max-age=86400"}
    )


def documents(service: str, messages: Messages) -> APIRouter:
    """The pages, and beside them what this one service says on the bus."""
    router = APIRouter(tags=["documents"])
    router.include_router(pages)

    @router.get(
        "/asyncapi.json",
        summary="What goes over the bus, for programs; 消息描述",
        dependencies=[Depends(current_account)],
    )
    async def asyncapi() -> dict[str, Any]:
        """What this service takes from the bus and puts there."""
        return asyncapi_document(service, messages)

    return router


@cache
def _static(package: str, name: str) -> bytes:
    return (files(package) / "static" / name).read_bytes()
