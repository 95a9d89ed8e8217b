"""The issuer over HTTP: discovery, keys, a sign-in page, and tokens for a name and its password."""

import asyncio
from html import escape
from pathlib import Path
from string import Template
from urllib.parse import parse_qs

from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse
from starlette.exceptions import HTTPException

from deploy.embedded.folder import DataFolder
from deploy.embedded.issuer.keys import public_keys
from deploy.embedded.issuer.people import Person, people, signed_in
from deploy.embedded.issuer.tokens import LIFETIME_SECONDS, sign
from shared.http.problem_answers import answer_for

PAGE = Template(Path(__file__).with_name("sign_in.html").read_text("utf-8"))
PRIVATE = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'",
}
GUESSING_PAUSE = 0.5

routes = APIRouter(prefix="/issuer")


def create_app(folder: DataFolder, issuer: str) -> FastAPI:
    app = FastAPI(
        title="paicha issuer",
        openapi_url=None,
        exception_handlers=dict.fromkeys((HTTPException, RequestValidationError), _refused),
    )
    app.state.folder, app.state.issuer = folder, issuer
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


@routes.get("/")
async def page(request: Request) -> HTMLResponse:
    return _page(request, "", "")


@routes.post("/")
async def sign_in(request: Request) -> HTMLResponse:
    person = await _person(request)
    if person is None:
        return _page(request, "账号或密码不正确，请核对后重试。", "", status=401)
    return _page(request, f"{person.title}已登录，令牌 12 小时内有效：", _token(request, person))


@routes.post("/token")
async def token(request: Request) -> JSONResponse:
    person = await _person(request)
    if person is None:
        return JSONResponse({"error": "invalid_grant"}, 400, PRIVATE)
    answer = {
        "access_token": _token(request, person),
        "token_type": "Bearer",
        "expires_in": LIFETIME_SECONDS,
    }
    return JSONResponse(answer, headers=PRIVATE)


async def _person(request: Request) -> Person | None:
    form = parse_qs((await request.body()).decode("utf-8", "replace"))
    name, password = (form.get(field, [""])[0] for field in ("username", "password"))
    person = signed_in(request.app.state.folder, name, password)
    if person is None:
        await asyncio.sleep(GUESSING_PAUSE)
    return person


def _token(request: Request, person: Person) -> str:
    state = request.app.state
    return sign(state.folder, state.issuer, person.name, person.role, person.organisation)


def _page(request: Request, message: str, token: str, status: int = 200) -> HTMLResponse:
    options = "".join(
        f'<option value="{escape(person.name)}">{escape(person.title)}</option>'
        for person in people(request.app.state.folder)
    )
    text = PAGE.substitute(options=options, message=escape(message), token=escape(token))
    return HTMLResponse(text, status, PRIVATE)
