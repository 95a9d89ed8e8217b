"""The issuer over HTTP: a small OpenID provider, and pages to choose a password and to reset one."""

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware

from deploy.embedded.folder import DataFolder
from deploy.embedded.issuer import (
    authorizing,
    choose_page,
    people_page,
    published,
    token_endpoint,
    token_page,
)
from deploy.embedded.issuer.equipment import Equipment
from deploy.embedded.issuer.page import assets
from deploy.embedded.issuer.parameters import Unreadable
from deploy.embedded.issuer.refused import refused
from deploy.embedded.issuer.seats import seats
from deploy.embedded.issuer.town import Town
from deploy.embedded.issuer.who_asks import WhoAsks
from shared.clock import Clock
from shared.http.bounded import Bounded, Bounds
from shared.http.heard_out import HeardOut
from shared.http.observed import Observed
from shared.pages.routes import asset_routes
from shared.problems import Rejected

FORM = Bounds(kib=8, grace_seconds=10, kib_per_second=1, total_seconds=10)
"""A name, a password and what a client asked, from anybody."""


def create_app(
    folder: DataFolder, issuer: str, public_url: str, towns: tuple[Town, ...], *, demo: bool
) -> FastAPI:
    """In a demonstration its seats may be signed in at, and the page lists them."""
    refusals = (Rejected, Unreadable, HTTPException, RequestValidationError)
    app = FastAPI(
        title="paicha issuer",
        openapi_url=None,
        redirect_slashes=False,
        middleware=[
            Middleware(HeardOut),
            Middleware(Observed, service="issuer", clock=Clock()),
            Middleware(Bounded, bounds=FORM),
        ],
        exception_handlers=dict.fromkeys(refusals, refused),
    )
    app.state.equipment = Equipment(
        folder, issuer, public_url, towns, demo, tuple(seats(folder)) if demo else (), WhoAsks(folder, issuer)
    )
    app.state.clock = Clock()
    app.include_router(asset_routes(assets()), prefix="/issuer")
    for part in (published, authorizing, choose_page, token_endpoint, token_page, people_page):
        app.include_router(part.routes)
    return app
