"""The HTTP side that every service has: its routers under its own name, health, metrics and documents."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import partial
from http import HTTPStatus
from typing import TypeAlias

from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware

from shared.http.allowed import allowed_methods
from shared.http.asyncapi import Messages
from shared.http.bounded import BATCH, Bounded
from shared.http.cross_origin import CrossOrigin
from shared.http.documents import OPEN_DOCUMENTS, documents
from shared.http.exposition import exposition
from shared.http.guarded import Guarded
from shared.http.health import ReadyChecks, health
from shared.http.heard_out import HeardOut
from shared.http.observed import Observed
from shared.http.openapi import DescribedApp
from shared.http.problem_answers import answer_for
from shared.identity.identity import Identity
from shared.logging import get_logger
from shared.pages.assets import Assets
from shared.pages.drawing import Drawing
from shared.pages.navigation import INBOX, PEOPLE, Place
from shared.pages.refused import RefusedPages
from shared.pages.routes import ASSETS, CHOICES, asset_routes, choice_routes
from shared.problems import Rejected
from shared.sealing.refused import LogRefused
from shared.settings import Settings
from shared.version import VERSION

_log = get_logger(__name__)

Lifespan: TypeAlias = Callable[[FastAPI], AbstractAsyncContextManager[ReadyChecks]]
"""Wires the service: connects, starts its tasks, puts on `app.state` what routes need, yields its checks."""

OPEN_PATHS = ("/health/live", "/health/ready", *OPEN_DOCUMENTS, ASSETS, *CHOICES)
PAGES = "/pages/"
_CONSOLE = "shared.operations.pages"
"""Of every service, drawn once."""


def create_service_app(
    service: str,
    settings: Settings,
    lifespan: Lifespan,
    routers: Sequence[APIRouter],
    messages: Messages,
    layers: Sequence[Middleware] = (),
    open_paths: Sequence[str] = (),
    secret_paths: Sequence[str] = (),
    pages: str | None = None,
) -> FastAPI:
    """What `routers` have answers under `/<service>`, to verified accounts alone but for `open_paths`.
    `layers` are within those that every service has. What stands below `secret_paths` is not logged.
    `pages`: the package with templates and static files of its pages."""
    packages = (_CONSOLE,) if pages is None else (pages, _CONSOLE)
    assets = Assets(service, packages)
    drawing = Drawing(assets, packages, _beside(settings))
    app = DescribedApp(
        title=f"paicha {service}",
        version=VERSION,
        lifespan=partial(_wired, lifespan),
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        redirect_slashes=False,
        middleware=[*_layers(service, settings, drawing, open_paths, secret_paths), *layers],
        exception_handlers=dict.fromkeys((Rejected, HTTPException, RequestValidationError), _refused),
    )
    app.state.at_end, app.state.log_refused = [], None
    app.state.clock, app.state.drawing = settings.clock(), drawing
    shared_ones = health, exposition, documents(service, messages), asset_routes(assets), choice_routes
    _answer(app, service, (*shared_ones, *routers))
    return app


def _beside(settings: Settings) -> list[Place]:
    there = (PEOPLE, settings.people_page), (INBOX, settings.inbox_page)
    return [place for place, is_there in there if is_there]


@asynccontextmanager
async def _wired(lifespan: Lifespan, app: FastAPI) -> AsyncIterator[None]:
    try:
        async with lifespan(app) as app.state.ready_checks:
            yield
    except LogRefused as refused:
        app.state.log_refused = refused
        _log.critical("log_refused", code=refused.code, zh=refused.zh, en=refused.en)
        raise


def _answer(app: FastAPI, service: str, routers: Sequence[APIRouter]) -> None:
    for router in routers:
        app.include_router(router, prefix=f"/{service}")


def _layers(
    service: str,
    settings: Settings,
    drawing: Drawing,
    open_paths: Sequence[str],
    secret_paths: Sequence[str],
) -> list[Middleware]:
    """The outermost first."""
    opened = tuple(f"/{service}{path}" for path in (*OPEN_PATHS, *open_paths))
    secret = tuple(f"/{service}{path}" for path in secret_paths)
    return [
        Middleware(HeardOut),
        Middleware(Observed, service=service, clock=settings.clock(), secret_below=secret),
        Middleware(RefusedPages, below=f"/{service}{PAGES}", drawing=drawing),
        Middleware(CrossOrigin, origins=frozenset(settings.cors_origins)),
        Middleware(Bounded, bounds=BATCH, brief_paths=opened),
        Middleware(Guarded, identity=Identity.from_settings(settings), open_paths=opened),
    ]


async def _refused(request: Request, error: Exception) -> Response:
    answer = answer_for(error, request.scope)
    if answer.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        answer.headers["Allow"] = allowed_methods(request.app.routes, request.scope)
    return answer
