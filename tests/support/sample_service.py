"""A small service to try what every service has: a route of each kind, checks that can be made to fail."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Annotated, Any

import httpx
from fastapi import APIRouter, Depends, FastAPI, Request, Response
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, SecretStr

from shared.events.catalogue import HAZARDS_EVENTS
from shared.facts.account import Account
from shared.http.app import create_service_app
from shared.http.asyncapi import Messages
from shared.http.health import ReadyChecks
from shared.http.serve import serve
from shared.identity.dependencies import CurrentAccount, require_role
from shared.problems import Rejected
from shared.settings import Settings
from tests.support.issuer import ISSUER, Issuer

MESSAGES = Messages(takes=HAZARDS_EVENTS, log="hazards", follows=("registry", "reporting"))
router = APIRouter(prefix="/things")


class Thing(BaseModel):
    size: int


@router.get("/me")
async def me(account: CurrentAccount) -> dict[str, str]:
    return {"name": account.name}


@router.get("/operators-only")
async def operators_only(account: Annotated[Account, Depends(require_role("operator", "auditor"))]) -> str:
    return account.name


@router.post("")
async def make(thing: Thing) -> int:
    return thing.size


@router.delete("/me")
async def forget(_account: CurrentAccount) -> None:
    """Beside another method of the same address."""


@router.post("/raw")
async def take_raw(request: Request) -> int:
    return len(await request.body())


@router.get("/slow")
async def slow() -> str:
    await asyncio.sleep(0.3)
    return "done"


@router.post("/slow")
async def take_slowly(_thing: dict[str, Any]) -> str:
    """Takes longer than what the tests allow a request, which is there at once."""
    await asyncio.sleep(1.5)
    return "done"


@router.get("/endless")
async def endless() -> StreamingResponse:
    """Until its client hangs up."""

    async def said() -> AsyncIterator[bytes]:
        while True:
            yield b": said\n\n"
            await asyncio.sleep(0.1)

    return StreamingResponse(said(), media_type="text/event-stream")


@router.get("/table")
async def table() -> Response:
    return Response("unit,grade\n" + "u-1,red\n" * 500, media_type="text/csv")


@router.get("/refused")
async def refused() -> None:
    raise Rejected("already_exists", subject="u-1")


@router.get("/broken")
async def broken() -> None:
    raise RuntimeError("the password is secret")


def settings_for(folder: Path, **changed: Any) -> Settings:
    given: dict[str, Any] = {
        "database_name": "sample", "database_user": "sample", "database_password": "p", "nats_user": "sample",
        "nats_password": "p", "listen_port": 0, "issuer": ISSUER, "jwks": str(folder / "jwks.json"),
    }  # fmt: skip
    return Settings(**(given | changed))


@asynccontextmanager
async def running(folder: Path, wrong: dict[str, str], **changed: Any) -> AsyncIterator[httpx.AsyncClient]:
    app = create(settings_for(folder, **changed), wrong)
    transport = httpx.ASGITransport(app)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://test/sample") as client,
    ):
        yield client


def create(settings: Settings, wrong: dict[str, str]) -> FastAPI:
    """`wrong` says what the checks find: a text, or `raises`, or `hangs`."""

    async def bus() -> str | None:
        if wrong.get("bus") == "raises":
            raise ConnectionError("nats://secret@host")
        if wrong.get("bus") == "hangs":
            await asyncio.sleep(60)
        return wrong.get("bus")

    async def database() -> str | None:
        return wrong.get("database")

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[ReadyChecks]:
        yield {"database": database, "bus": bus}

    return create_service_app("sample", settings, lifespan, [router], MESSAGES)


def bearer(issuer: Issuer, **claims: Any) -> dict[str, str]:
    return {"Authorization": f"Bearer {issuer.token(**claims)}"}


if __name__ == "__main__":
    os.environ |= {
        f"PAICHA_{name.upper()}": value.get_secret_value() if isinstance(value, SecretStr) else str(value)
        for name, value in settings_for(Path(sys.argv[1]), listen_port=int(sys.argv[2]))
        if value not in (None, ())
    }
    serve("sample", lambda settings: create(settings, {}))
