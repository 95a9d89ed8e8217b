"""Delivery reports as gateways post them: open, without account, signed, or to a secret address."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypeAlias

from fastapi import APIRouter, Depends, Request, Response

from services.notifications.channels.reports import (
    ALIYUN_ANSWER,
    LARGEST,
    Report,
    Unreadable,
    of_aliyun,
    of_gateway,
)
from services.notifications.channels.signed import NotSigned
from services.notifications.delivery_reports.applying import apply_reports
from services.notifications.sending.equipment import Equipment
from shared.http.few_at_once import as_stranger
from shared.problems import Rejected

_Read: TypeAlias = Callable[[bytes], list[Report]]

router = APIRouter(include_in_schema=False, dependencies=[Depends(as_stranger)])
"""For gateways, which docs/reminders.md is written for; nobody signs in here."""


@router.post("/reports/sms", status_code=204)
async def reports_of_gateway(request: Request) -> None:
    """Signed as docs/reminders.md says. Again and again until the answer is 204; twice changes nothing."""
    equipment: Equipment = request.app.state.equipment
    secret = equipment.settings.sms_secret

    def read(body: bytes) -> list[Report]:
        if secret is None:
            raise NotSigned
        return of_gateway(body, request.headers, secret.get_secret_value(), datetime.now(UTC))

    await _applied(request, equipment, read)


@router.post("/reports/aliyun/{token}")
async def reports_of_aliyun(request: Request, token: str) -> Response:
    """HTTP 批量推送. It signs nothing: the token is PAICHA_ALIYUN_REPORT_TOKEN."""
    equipment: Equipment = request.app.state.equipment
    known = equipment.settings.aliyun_report_token

    def read(body: bytes) -> list[Report]:
        if known is None:
            raise NotSigned
        return of_aliyun(body, token, known.get_secret_value())

    await _applied(request, equipment, read)
    return Response(ALIYUN_ANSWER, media_type="application/json")


async def _applied(request: Request, equipment: Equipment, read: _Read) -> None:
    try:
        reports = read(await _body(request))
    except NotSigned:
        raise Rejected("unauthenticated", reason="not signed") from None
    except Unreadable:
        raise Rejected("invalid_request", field="body", detail="不是状态报告 no delivery reports") from None
    await apply_reports(equipment.pool, reports, equipment.clock.now())


async def _body(request: Request) -> bytes:
    """No more of it is kept than a batch may be."""
    read = bytearray()
    async for part in request.stream():
        read += part
        if len(read) > LARGEST:
            raise Rejected("too_large")
    return bytes(read)
