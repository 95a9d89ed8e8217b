"""Delivery reports as gateways post them: open, without account, signed, or to a secret address.

They are answered once they are kept; a job on the queue has them applied, by whichever process takes it.
"""

from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from fastapi import APIRouter, Depends, Request, Response
from pydantic import SecretStr

from services.notifications.channels.reports import (
    ALIYUN_ANSWER,
    LARGEST,
    Unreadable,
    of_aliyun,
    of_gateway,
    only_with_token,
)
from services.notifications.channels.signed import NotSigned
from services.notifications.sending.equipment import Equipment
from services.notifications.sending.reported import keep_reports
from shared.http.few_at_once import FewAtOnce
from shared.problems import Rejected

_FEW = FewAtOnce(16)


async def _as_gateway() -> AsyncIterator[None]:
    """Counted apart from people who open their links: bodies that come slowly keep none of those out."""
    with _FEW.entered():
        yield


router = APIRouter(include_in_schema=False, dependencies=[Depends(_as_gateway)])
"""For gateways, which docs/reminders.md is written for; nobody signs in here."""


@router.post("/reports/sms", status_code=204)
async def reports_of_gateway(request: Request) -> None:
    """Signed as docs/reminders.md says. Again and again until the answer is 204; twice changes nothing."""
    equipment: Equipment = request.app.state.equipment
    with _as_problems():
        secret = _known(equipment.settings.sms_secret)
        reports = of_gateway(await _body(request), request.headers, secret, datetime.now(UTC))
    await keep_reports(equipment.pool, reports)


@router.post("/reports/aliyun/{token}")
async def reports_of_aliyun(request: Request, token: str) -> Response:
    """HTTP 批量推送. It signs nothing: the token is PAICHA_ALIYUN_REPORT_TOKEN."""
    equipment: Equipment = request.app.state.equipment
    with _as_problems():
        only_with_token(token, _known(equipment.settings.aliyun_report_token))
        reports = of_aliyun(await _body(request))
    await keep_reports(equipment.pool, reports)
    return Response(ALIYUN_ANSWER, media_type="application/json")


def _known(secret: SecretStr | None) -> str:
    """Nothing is read from whom nobody could know."""
    if secret is None:
        raise NotSigned
    return secret.get_secret_value()


@contextmanager
def _as_problems() -> Iterator[None]:
    try:
        yield
    except NotSigned:
        raise Rejected("unauthenticated", reason="not signed") from None
    except Unreadable:
        raise Rejected("invalid_request", field="body", detail="不是状态报告 no delivery reports") from None


async def _body(request: Request) -> bytes:
    """No more of it is kept than a batch may be."""
    read = bytearray()
    async for part in request.stream():
        read += part
        if len(read) > LARGEST:
            raise Rejected("too_large")
    return bytes(read)
