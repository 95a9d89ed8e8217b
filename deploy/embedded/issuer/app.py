"""The issuer over HTTP: discovery, keys, a sign-in page, and tokens for a name and its password."""

import asyncio
from urllib.parse import parse_qs

from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware

from deploy.embedded.folder import DataFolder
from deploy.embedded.issuer.attempts import Attempts
from deploy.embedded.issuer.keys import public_keys
from deploy.embedded.issuer.page import page
from deploy.embedded.issuer.people import Person, people, signed_in
from deploy.embedded.issuer.tokens import LIFETIME_SECONDS, sign
from shared.clock import Clock
from shared.http.bounded import Bounded, Bounds
from shared.http.heard_out import HeardOut
from shared.http.observed import Observed
from shared.http.problem_answers import answer_for
from shared.problems import Rejected

FORM = Bounds(kib=4, grace_seconds=10, kib_per_second=1, total_seconds=10)
"""A name and a password, from anybody."""
MOST_FIELDS = 8
GUESSING_PAUSE = 0.5

routes = APIRouter(prefix="/issuer")


class Limited(Exception):
    """Tried too often."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


def create_app(folder: DataFolder, issuer: str, *, demo: bool) -> FastAPI:
    """In a demonstration the page lists its people."""
    app = FastAPI(
        title="paicha issuer",
        openapi_url=None,
        redirect_slashes=False,
        middleware=[
            Middleware(HeardOut),
            Middleware(Observed, service="issuer", clock=Clock()),
            Middleware(Bounded, bounds=FORM),
        ],
        exception_handlers=dict.fromkeys((Rejected, HTTPException, RequestValidationError), _refused),
    )
    app.state.folder, app.state.issuer, app.state.attempts = folder, issuer, Attempts()
    app.state.shown = people(folder) if demo else []
    app.include_router(routes)
    return app


async def _refused(request: Request, error: Exception) -> Response:
    return answer_for(error, request.scope)


@routes.get("/health/live")
@routes.get("/health/ready")
async def ready() -> dict[str, str]:
    return {"status": "ready"}


@routes.get("/.well-known/openid-configuration")
async def discovery(request: Request) -> dict[str, object]:
    issuer: str = request.app.state.issuer
    return {
        "issuer": issuer,
        "jwks_uri": f"{issuer}/jwks.json",
        "token_endpoint": f"{issuer}/token",
        "grant_types_supported": ["password"],
        "id_token_signing_alg_values_supported": ["ES256"],
        "subject_types_supported": ["public"],
    }


@routes.get("/jwks.json")
async def jwks(request: Request) -> dict[str, object]:
    return public_keys(request.app.state.folder)


@routes.get("")
async def home() -> RedirectResponse:
    """Without a host: the request's own says what the client likes."""
    return RedirectResponse("/issuer/")


@routes.get("/")
async def empty_page(request: Request) -> HTMLResponse:
    return page(request.app.state.shown)


@routes.post("/")
async def sign_in(request: Request) -> HTMLResponse:
    shown = request.app.state.shown
    try:
        person = await _person(request)
    except Limited as limited:
        message = f"尝试次数过多，请在 {limited.seconds} 秒后重试。"
        return page(shown, message, status=429, retry_after=limited.seconds)
    if person is None:
        return page(shown, "账号或密码不正确，请核对后重试。", status=401)
    return page(shown, f"{person.title}已登录，令牌 12 小时内有效：", _token(request, person))


@routes.post("/token")
async def token(request: Request) -> JSONResponse:
    """As OAuth 2 has it (RFC 6749, section 5), the errors too."""
    try:
        person = await _person(request)
    except Limited as limited:
        told = f"Too many attempts: try again in {limited.seconds} s."
        error = {"error": "temporarily_unavailable", "error_description": told}
        return JSONResponse(error, 429, {"Retry-After": str(limited.seconds)})
    if person is None:
        return JSONResponse({"error": "invalid_grant"}, 400)
    answer = {
        "access_token": _token(request, person),
        "token_type": "Bearer",
        "expires_in": LIFETIME_SECONDS,
    }
    return JSONResponse(answer)


async def _person(request: Request) -> Person | None:
    name, password = await _credentials(request)
    attempts: Attempts = request.app.state.attempts
    address = request.client.host if request.client else ""
    if seconds := attempts.seconds_to_wait(name, address):
        raise Limited(seconds)
    person = signed_in(request.app.state.folder, name, password)
    if person is None:
        attempts.failed(name, address)
        await asyncio.sleep(GUESSING_PAUSE)
        return None
    attempts.succeeded(name, address)
    return person


async def _credentials(request: Request) -> tuple[str, str]:
    body = (await request.body()).decode("utf-8", "replace")
    try:
        form = parse_qs(body, max_num_fields=MOST_FIELDS)
    except ValueError:
        raise Rejected("invalid_request", field="body", detail="字段过多 too many fields") from None
    return form.get("username", [""])[0], form.get("password", [""])[0]


def _token(request: Request, person: Person) -> str:
    state = request.app.state
    return sign(state.folder, state.issuer, person.name, person.role, person.organisation)
