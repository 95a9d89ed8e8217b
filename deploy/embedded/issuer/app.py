"""The issuer over HTTP: discovery, keys, a sign-in page, and tokens for a name and its password."""

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from urllib.parse import parse_qs

from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse
from starlette.datastructures import State
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware

from deploy.embedded.accounts.told import as_written
from deploy.embedded.folder import DataFolder
from deploy.embedded.issuer.attempts import Attempts
from deploy.embedded.issuer.keys import public_keys
from deploy.embedded.issuer.page import page, until
from deploy.embedded.issuer.seats import seats
from deploy.embedded.issuer.sign_in import NotNow, SignedIn, signed_in
from deploy.embedded.issuer.tokens import Token, sign
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
AT_ONCE = 2
"""Passwords that are tried at the same time: each takes a core and 16 MiB for a moment."""

routes = APIRouter(prefix="/issuer")


class Limited(Exception):
    """Tried too often."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


def create_app(folder: DataFolder, issuer: str, *, demo: bool) -> FastAPI:
    """In a demonstration its seats may be signed in at, and the page lists them."""
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
    app.state.demo, app.state.shown = demo, seats(folder) if demo else []
    app.state.trying = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="password")
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
        who = await _signed_in(request)
    except Limited as limited:
        message = f"尝试次数过多，请在 {limited.seconds} 秒后重试。"
        return page(shown, message, status=429, retry_after=limited.seconds)
    except NotNow as refused:
        return page(shown, refused.zh, status=403)
    if who is None:
        return page(shown, "账号或密码不正确，请核对后重试。", status=401)
    token = _token(request, who)
    return page(shown, f"{who.title} 已登录，令牌有效至 {until(token.expires)}（北京时间）：", token.text)


@routes.post("/token")
async def token(request: Request) -> JSONResponse:
    """As OAuth 2 has it (RFC 6749, section 5), the errors too."""
    try:
        who = await _signed_in(request)
    except Limited as limited:
        told = f"Too many attempts: try again in {limited.seconds} s."
        error = {"error": "temporarily_unavailable", "error_description": told}
        return JSONResponse(error, 429, {"Retry-After": str(limited.seconds)})
    except NotNow as refused:
        return JSONResponse({"error": "invalid_grant", "error_description": refused.en}, 400)
    if who is None:
        return JSONResponse({"error": "invalid_grant"}, 400)
    made = _token(request, who)
    answer = {
        "access_token": made.text,
        "token_type": "Bearer",
        "expires_in": made.expires - int(time.time()),
    }
    return JSONResponse(answer)


async def _signed_in(request: Request) -> SignedIn | None:
    typed, password = await _credentials(request)
    login = as_written(typed)
    state, attempts = request.app.state, request.app.state.attempts
    address = request.client.host if request.client else ""
    if seconds := attempts.seconds_to_wait(login, address):
        raise Limited(seconds)
    try:
        who = await _in_a_thread(state, login, password)
    except NotNow:
        attempts.not_valid(login, address)
        raise
    if who is None:
        attempts.failed(login, address)
        await asyncio.sleep(GUESSING_PAUSE)
        return None
    attempts.succeeded(login, address)
    return who


async def _in_a_thread(state: State, login: str, password: str) -> SignedIn | None:
    """Trying a password is slow on purpose, and others are answered meanwhile."""
    try_it = partial(signed_in, state.folder, login, password, demo=state.demo)
    return await asyncio.get_running_loop().run_in_executor(state.trying, try_it)


async def _credentials(request: Request) -> tuple[str, str]:
    body = (await request.body()).decode("utf-8", "replace")
    try:
        form = parse_qs(body, max_num_fields=MOST_FIELDS)
    except ValueError:
        raise Rejected("invalid_request", field="body", detail="字段过多 too many fields") from None
    return form.get("username", [""])[0], form.get("password", [""])[0]


def _token(request: Request, who: SignedIn) -> Token:
    state = request.app.state
    return sign(state.folder, state.issuer, who.account, who.issued, who.end)
