"""Text messages by Aliyun, through its own SDK (the extra `aliyun`). Loaded only where it is configured."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from aiohttp import ClientConnectorError, ConnectionTimeoutError
from alibabacloud_dysmsapi20170525.client import Client
from alibabacloud_dysmsapi20170525.models import (
    QuerySendDetailsRequest,
    SendSmsRequest,
)
from alibabacloud_tea_openapi.exceptions import AlibabaCloudException
from alibabacloud_tea_openapi.utils_models import Config
from darabonba.exceptions import UnretryableException
from darabonba.runtime import RuntimeOptions
from pydantic import SecretStr

from services.notifications.channels.aliyun_codes import meant
from services.notifications.channels.channel import (
    NOTHING_BESIDE,
    Absent,
    Accepted,
    Beside,
    Found,
    MayGo,
    Message,
    Outcome,
    Refused,
    Unknown,
    without_asking,
)
from services.notifications.channels.later import put_off
from shared.instant import SHANGHAI

_OK = "OK"
_HOME = "+86"
_PAGE, _PAGES = 50, 4
"""Nobody gets two hundred messages in a day."""
_KNOWN_AFTER = timedelta(minutes=15)
"""A message is listed some time after it was taken; until then, not listed means nothing."""
_CLOCKS_DIFFER = timedelta(minutes=2)
_FAILED, _DELIVERED = 2, 3
_MORE_SECONDS = 5
"""Beyond what the SDK itself is told to wait for."""


@dataclass(frozen=True, slots=True)
class Account:
    key_id: str
    key_secret: SecretStr
    sign_name: str
    templates: Mapping[str, str]
    """Aliyun's code of each template of the policy of texts."""
    endpoint: str = "dysmsapi.aliyuncs.com"
    protocol: str = "https"
    connect_seconds: float = 5
    answer_seconds: float = 20


class Aliyun:
    name = "sms"
    tells = True

    def __init__(self, account: Account, now: Callable[[], datetime]) -> None:
        self._account, self._now = account, now
        self._client = Client(
            Config(
                access_key_id=account.key_id,
                access_key_secret=account.key_secret.get_secret_value(),
                endpoint=account.endpoint,
                protocol=account.protocol,
            )
        )
        self._runtime = RuntimeOptions(
            autoretry=False,
            connect_timeout=int(account.connect_seconds * 1000),
            read_timeout=int(account.answer_seconds * 1000),
        )
        self._seconds = account.connect_seconds + account.answer_seconds + _MORE_SECONDS

    async def send(self, message: Message, may_go: MayGo = without_asking) -> Outcome:
        template = self._account.templates.get(message.template or "")
        if template is None:
            return Refused("template_unknown")
        request = SendSmsRequest(
            phone_numbers=message.to.removeprefix(_HOME),
            sign_name=self._account.sign_name,
            template_code=template,
            template_param=json.dumps({key: str(value) for key, value in message.variables.items()}),
            out_id=message.id,
        )
        if (refused := await may_go()) is not None:
            return refused
        try:
            async with asyncio.timeout(self._seconds):
                answer = await self._client.send_sms_with_options_async(request, self._runtime)
        except Exception as fault:  # noqa: BLE001 - whatever the SDK raises, the message may be on its way
            return _failed(fault, message.attempt)
        if answer.body is None or not isinstance(answer.body.code, str):
            return Unknown("answer_unreadable")
        if answer.body.code == _OK:
            return Accepted(answer.body.biz_id)
        return meant(answer.body.code, answer.status_code, message.attempt)

    async def find(
        self,
        id_: str,
        to: str,
        day: datetime,
        beside: Beside = NOTHING_BESIDE,  # noqa: ARG002 - the protocol's
    ) -> Found | Absent | None:
        """Looks through what went to this number on that day, and on the next where midnight was near."""
        dates = dict.fromkeys(
            (day + later).astimezone(SHANGHAI).date() for later in (timedelta(), _KNOWN_AFTER)
        )
        try:
            async with asyncio.timeout(self._seconds * len(dates)):
                for date in dates:
                    async for detail in self._sent_to(to, date.strftime("%Y%m%d")):
                        if detail.out_id == id_ and _not_before(detail.send_date, day):
                            return Found(_delivered(detail.send_status))
        except Exception:  # noqa: BLE001 - whatever it was, nothing is known
            return None
        return Absent() if self._now() - day > _KNOWN_AFTER else None

    async def _sent_to(self, to: str, date: str) -> AsyncIterator[Any]:
        for page in range(1, _PAGES + 1):
            answer = await self._client.query_send_details_with_options_async(
                QuerySendDetailsRequest(
                    phone_number=to.removeprefix(_HOME), send_date=date, page_size=_PAGE, current_page=page
                ),
                self._runtime,
            )
            if answer.body is None or answer.body.code != _OK:
                raise LookupError("not answered")
            listed = answer.body.sms_send_detail_dtos
            details = (listed.sms_send_detail_dto if listed else None) or []
            for detail in details:
                yield detail
            if len(details) < _PAGE:
                return
        raise LookupError("more than is looked through")


def _not_before(written: str | None, day: datetime) -> bool:
    """A reminder that somebody sent once more is listed twice."""
    if written is None:
        return True
    return datetime.fromisoformat(written).replace(tzinfo=SHANGHAI) >= day - _CLOCKS_DIFFER


def _delivered(status: int | None) -> bool | None:
    return {_FAILED: False, _DELIVERED: True}.get(status or 0)


def _failed(fault: Exception, attempt: int) -> Outcome:
    if isinstance(fault, AlibabaCloudException) and fault.code:
        return meant(str(fault.code), fault.status_code or 500, attempt)
    causes = [fault]
    if isinstance(fault, UnretryableException) and fault.inner_exception is not None:
        causes += [fault.inner_exception, fault.inner_exception.__context__]
    if any(isinstance(cause, ClientConnectorError | ConnectionTimeoutError) for cause in causes):
        return put_off("not_reached", attempt)
    return Unknown(f"no_answer_{type(causes[-1] or fault).__name__}")
