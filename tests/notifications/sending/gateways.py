"""The provider's side of text messages in a test: a gateway that does as it is told, and its reports."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import httpx
import orjson
import pytest

from services.notifications.channels.signed import signed_headers
from services.notifications.texts.texts import DEFAULT, read_texts
from tests.notifications.chain import TOWN
from tests.notifications.channels.http_servers import Answer, Request, said, site
from tests.notifications.sending.town import Reminded

SECRET = "a-secret-of-the-gateway"
NOT_FOUND = said(404, {"found": False})
ACCEPTED = said(200, {"accepted": True, "reference": "r-1"})


@dataclass
class Gateway:
    """What came, and what is answered to messages and to questions."""

    post: Callable[[Any], Answer] = lambda _: ACCEPTED
    get: Answer = NOT_FOUND
    got: list[Any] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def answer(self, request: Request) -> Answer:
        if request.method == "GET":
            self.asked.append(request.target.rpartition("/")[2])
            return self.get
        self.got.append(request.json)
        return self.post(request.json)


@asynccontextmanager
async def gateway_open(gateway: Gateway, patch: pytest.MonkeyPatch) -> AsyncIterator[None]:
    """Before the service is started, which then sends by it."""
    async with site(gateway.answer) as opened:
        patch.setenv("PAICHA_SMS_URL", opened.url)
        patch.setenv("PAICHA_SMS_SECRET", SECRET)
        patch.setenv("PAICHA_SMS_SIGN_NAME", "大盛镇安委办")
        patch.setenv("PAICHA_SMS_LIMITS", "100/60")
        yield


async def approve_templates(town: Reminded) -> None:
    for name in ("", *read_texts(DEFAULT).templates):
        await town.execute(
            "insert into sms_templates (township, template, state, changed, changed_by)"
            " values ($1, $2, '可用', now(), 'test')",
            TOWN,
            name,
        )
    await town.execute(
        "insert into to_plan (township, subject) values ($1, '') on conflict (township, subject)"
        " do update set since = clock_timestamp()",
        TOWN,
    )


async def report(town: Reminded, body: Any, secret: str = SECRET) -> httpx.Response:
    raw = body if isinstance(body, bytes) else orjson.dumps(body)
    headers = signed_headers(secret, datetime.now(UTC), raw)
    return await town.service.client.post("/reports/sms", content=raw, headers=headers)


def reported(id_: str, *, delivered: bool, code: str | None = None) -> dict[str, Any]:
    one = {"id": id_, "delivered": delivered, "at": datetime.now(UTC).isoformat()}
    return {"reports": [one | ({} if code is None else {"code": code})]}
