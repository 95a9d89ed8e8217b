"""An OIDC provider of a test's own, over real HTTP; what it says wrong is set by the test."""

import time
from base64 import urlsafe_b64encode
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response

from tests.support.issuer import Issuer, claims_of, signed

CLIENT = "paicha"


class AnyProvider:
    """`address` is set once it listens. It asks nobody for a password: `login` is who signs in."""

    def __init__(self, folder: Path) -> None:
        self.issuer = Issuer(folder)
        self.address = ""
        self.login = "officer-1"
        self.id_token: dict[str, Any] = {}
        self.access_token: dict[str, Any] = {}
        """Claims that are to be others, None to be left out."""
        self.status = 200
        """Of the token endpoint."""
        self.gives_refresh = True
        self.holds = True
        self.refreshed = 0
        self.asked: list[dict[str, str]] = []
        """At the authorization endpoint."""
        self._codes: dict[str, dict[str, str]] = {}
        self.app = FastAPI()
        self.app.get("/.well-known/openid-configuration")(self.discovery)
        self.app.get("/authorize")(self.authorize)
        self.app.post("/token")(self.token)

    async def discovery(self) -> dict[str, str]:
        endpoints = {f"{name}_endpoint": f"{self.address}/{path}" for name, path in
                     (("authorization", "authorize"), ("token", "token"))}  # fmt: skip
        return {"issuer": self.address, **endpoints}

    async def authorize(self, request: Request) -> Response:
        asked = dict(request.query_params)
        self.asked.append(asked)
        code = f"code-{len(self.asked)}"
        self._codes[code] = asked
        return RedirectResponse(f"{asked['redirect_uri']}?code={code}&state={asked['state']}", 303)

    async def token(self, request: Request) -> Response:
        if self.status != 200:
            return JSONResponse({"error": "temporarily_unavailable"}, self.status)
        form = {name: values[0] for name, values in parse_qs((await request.body()).decode()).items()}
        if form["grant_type"] == "refresh_token":
            self.refreshed += 1
            return self._granted({}) if self.holds else JSONResponse({"error": "invalid_grant"}, 400)
        asked = self._codes.pop(form["code"], None)
        if asked is None or asked["code_challenge"] != _challenge(form["code_verifier"]):
            return JSONResponse({"error": "invalid_grant"}, 400)
        now = int(time.time())
        said = {"iss": self.address, "aud": CLIENT, "sub": self.login, "nonce": asked["nonce"],
                "iat": now, "exp": now + 600, "auth_time": now}  # fmt: skip
        claims = {name: value for name, value in {**said, **self.id_token}.items() if value is not None}
        return self._granted({"id_token": self._signed(claims)})

    def _granted(self, more: dict[str, Any]) -> Response:
        claims = claims_of(**{"iss": self.address, "sub": self.login, "name": "王芳", **self.access_token})
        refresh = {"refresh_token": "again"} if self.gives_refresh else {}
        return JSONResponse({"access_token": self._signed(claims), "token_type": "Bearer", **refresh, **more})

    def _signed(self, claims: dict[str, Any]) -> str:
        key = self.issuer.keys[0]
        return signed({"alg": "Ed25519", "kid": key.kid}, claims, key)


def _challenge(verifier: str) -> str:
    return urlsafe_b64encode(sha256(verifier.encode()).digest()).rstrip(b"=").decode()
