"""What the routes of signing in use, on `app.state`."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
from fastapi import FastAPI
from joserfc.jwk import ECKey

from services.registry.signing_in.cookies import Cookies
from services.registry.signing_in.provider import SECONDS, Provider
from services.registry.signing_in.signing_in import SigningIn
from shared.event_log.connection import Pool
from shared.identity.recalled import Recalled
from shared.identity.signing_keys import SigningKeys
from shared.identity.tokens import TokenVerifier
from shared.settings import Settings


@asynccontextmanager
async def signing_in_wired(app: FastAPI, settings: Settings, pool: Pool) -> AsyncIterator[None]:
    """Nobody signs in by a browser where there is no key for it."""
    app.state.cookies = Cookies(secure=settings.public_url.startswith("https://"))
    app.state.signing_in = None
    if settings.session_key_file is None:
        yield
        return
    key = ECKey.import_key(json.loads(settings.session_key_file.read_bytes()))
    keys = SigningKeys(settings.jwks)
    tokens = TokenVerifier(settings.issuer, settings.audience, keys)
    async with httpx.AsyncClient(timeout=SECONDS) as http:
        app.state.signing_in = SigningIn(
            pool, Provider(settings, keys, tokens, http), key, Recalled.of(settings)
        )
        yield
