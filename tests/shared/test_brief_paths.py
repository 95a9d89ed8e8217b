"""What strangers send is bounded as theirs, also below addresses that hold a secret."""

import httpx
import pytest
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from shared.http.bounded import BATCH, BRIEF, KIB, Bounded


async def reads(scope: Scope, receive: Receive, send: Send) -> None:
    await Request(scope, receive).body()
    await Response("read")(scope, receive, send)


@pytest.mark.parametrize(
    ("path", "status"), [("/open", 413), ("/below/secret", 413), ("/open/more", 200), ("/below", 200)]
)
async def test_a_body_beyond_what_strangers_may_send(path: str, status: int) -> None:
    app = Bounded(reads, BATCH, ("/open", "/below/"))
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        answer = await client.post(path, content=b" " * (BRIEF.kib * KIB + 1))
    assert answer.status_code == status
