"""The inbox as one process: a mail server, a gateway of text messages, and the pages that show both."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware

from deploy.embedded.inbox.api import messages_api
from deploy.embedded.inbox.kept import Messages
from deploy.embedded.inbox.not_let_in import NotLetIn, not_let_in
from deploy.embedded.inbox.pages import pages
from deploy.embedded.inbox.received import Content
from deploy.embedded.inbox.sms import sms
from deploy.embedded.inbox.smtp import mail_server
from deploy.embedded.inbox.told import Told
from deploy.embedded.issuer.tokens import AUDIENCE
from shared.clock import Clock
from shared.http.bounded import BRIEF, Bounded
from shared.http.heard_out import HeardOut
from shared.http.observed import Observed
from shared.http.problem_answers import answer_for
from shared.identity.identity import Identity
from shared.identity.recalled import Recalled
from shared.identity.session import SessionCookies
from shared.identity.signing_keys import SigningKeys
from shared.identity.tokens import TokenVerifier
from shared.instant import write_instant
from shared.pages.assets import Assets
from shared.pages.drawing import Drawing
from shared.pages.navigation import INBOX, PEOPLE
from shared.pages.routes import asset_routes, choice_routes
from shared.problems import Rejected

SERVICE, PACKAGE = "inbox", "deploy.embedded.inbox"
health = APIRouter(prefix="/inbox/health")


def create_app(told: Told, smtp_port: int) -> FastAPI:
    clock, messages = told.clock(), Messages(told.inbox_dir)

    def take(content: Content) -> None:
        messages.add(content, write_instant(clock.now()))

    @asynccontextmanager
    async def with_mail(app: FastAPI) -> AsyncIterator[None]:
        async with mail_server(smtp_port, take) as app.state.smtp_port:
            yield

    app = _app(clock, with_mail)
    app.state.messages, app.state.take = messages, take
    app.state.key = told.inbox_key.get_secret_value()
    app.state.sms_secret = told.sms_secret.get_secret_value()
    app.state.identity = _identity(told)
    assets = Assets(SERVICE, (PACKAGE,))
    app.state.clock, app.state.drawing = clock, Drawing(assets, (PACKAGE,), (PEOPLE, INBOX))
    for router in (health, messages_api, pages, sms):
        app.include_router(router)
    for router in (asset_routes(assets), choice_routes):
        app.include_router(router, prefix=f"/{SERVICE}")
    return app


def _app(clock: Clock, with_mail: Callable[[FastAPI], AbstractAsyncContextManager[None]]) -> FastAPI:
    return FastAPI(
        title="paicha inbox",
        lifespan=with_mail,
        openapi_url=None,
        redirect_slashes=False,
        middleware=[
            Middleware(HeardOut),
            Middleware(Observed, service="inbox", clock=clock),
            Middleware(Bounded, bounds=BRIEF),
        ],
        exception_handlers={
            **dict.fromkeys((Rejected, HTTPException, RequestValidationError), _refused),
            NotLetIn: not_let_in,
        },
    )


def _identity(told: Told) -> Identity:
    """Tokens, and who has signed in with a browser: no machine has business here."""
    keys, recalled = SigningKeys(told.jwks), Recalled(told.recalled_file)
    tokens = TokenVerifier(told.issuer, AUDIENCE, keys, recalled=recalled)
    return Identity(tokens, None, SessionCookies(SigningKeys(told.session_jwks), recalled))


async def _refused(request: Request, error: Exception) -> Response:
    return answer_for(error, request.scope)


@health.get("/live")
@health.get("/ready")
async def ready() -> dict[str, str]:
    return {"status": "ready"}
