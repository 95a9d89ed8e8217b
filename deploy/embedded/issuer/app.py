"""The issuer over HTTP: discovery, keys, a sign-in page, and tokens for a name and its password."""

import asyncio
from html import escape
from pathlib import Path
from string import Template
from urllib.parse import parse_qs

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, JSONResponse

from deploy.embedded.folder import DataFolder
from deploy.embedded.issuer.keys import public_keys
from deploy.embedded.issuer.people import Person, people, signed_in
from deploy.embedded.issuer.tokens import LIFETIME_SECONDS, sign

PAGE = Template(Path(__file__).with_name("sign_in.html").read_text("utf-8"))
PRIVATE = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'",
}
GUESSING_PAUSE = 0.5


def create_app(folder: DataFolder, issuer: str) -> FastAPI:
    app = FastAPI(title="paicha issuer", openapi_url=None)

    @app.get("/issuer/health/live")
    @app.get("/issuer/health/ready")
    async def ready() -> dict[str, str]:
        return {"status": "ok"}

    @app.get("/issuer/.well-known/openid-configuration")
    async def discovery() -> dict[str, object]:
        return {
            "issuer": issuer,
            "jwks_uri": f"{issuer}/jwks.json",
            "token_endpoint": f"{issuer}/token",
            "grant_types_supported": ["password"],
            "id_token_signing_alg_values_supported": ["ES256"],
            "subject_types_supported": ["public"],
        }

    @app.get("/issuer/jwks.json")
    async def jwks() -> dict[str, object]:
        return public_keys(folder)

    @app.get("/issuer/")
    async def page() -> HTMLResponse:
        return _page(folder, "", "")

    @app.post("/issuer/")
    async def sign_in(request: Request) -> HTMLResponse:
        person = await _person(folder, request)
        if person is None:
            return _page(folder, "账号或密码不正确，请核对后重试。", "", status=401)
        return _page(folder, f"{person.title}已登录，令牌 12 小时内有效：", _token(folder, issuer, person))

    @app.post("/issuer/token")
    async def token(request: Request) -> JSONResponse:
        person = await _person(folder, request)
        if person is None:
            return JSONResponse({"error": "invalid_grant"}, 400, PRIVATE)
        answer = {
            "access_token": _token(folder, issuer, person),
            "token_type": "Bearer",
            "expires_in": LIFETIME_SECONDS,
        }
        return JSONResponse(answer, headers=PRIVATE)

    return app


async def _person(folder: DataFolder, request: Request) -> Person | None:
    form = parse_qs((await request.body()).decode("utf-8", "replace"))
    name, password = (form.get(field, [""])[0] for field in ("username", "password"))
    person = signed_in(folder, name, password)
    if person is None:
        await asyncio.sleep(GUESSING_PAUSE)
    return person


def _token(folder: DataFolder, issuer: str, person: Person) -> str:
    return sign(folder, issuer, person.name, person.role, person.organisation)


def _page(folder: DataFolder, message: str, token: str, status: int = 200) -> HTMLResponse:
    options = "".join(
        f'<option value="{escape(person.name)}">{escape(person.title)}</option>' for person in people(folder)
    )
    text = PAGE.substitute(options=options, message=escape(message), token=escape(token))
    return HTMLResponse(text, status, PRIVATE)
