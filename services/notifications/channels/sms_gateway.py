"""Text messages through a provider's adapter that speaks a small signed HTTP: see docs/reminders.md."""

import asyncio
import ssl
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Annotated
from urllib.parse import quote, urlsplit

import httpx
import orjson
from pydantic import BaseModel, Field, SecretStr, StringConstraints, ValidationError

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
from services.notifications.channels.http_answers import (
    LARGEST_ANSWER,
    TIMEOUTS,
    TOGETHER_SECONDS,
    by_status,
    not_answered,
)
from services.notifications.channels.later import put_off
from services.notifications.channels.loopback import is_safe_address
from services.notifications.channels.signed import VALID_FOR, signed_headers

WRONG_NUMBER = "wrong_number"
_Text = Annotated[str, StringConstraints(max_length=200)]
_Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.:-]{1,60}$")]


class _Taken(BaseModel):
    """The answer to a message: one of the three."""

    accepted: bool = False
    reference: _Text | None = None
    retry_after: float | None = Field(default=None, ge=0)
    refused: _Code | None = None


class _State(BaseModel):
    """The answer to a question: it is there, or it is not."""

    found: bool
    delivered: bool | None = None
    reference: _Text | None = None


class SmsGateway:
    name = "sms"
    tells = True

    def __init__(
        self,
        url: str,
        secret: SecretStr,
        sign_name: str,
        tls: ssl.SSLContext,
        now: Callable[[], datetime],
        timeouts: httpx.Timeout = TIMEOUTS,
    ) -> None:
        """`now` is the clock that reminders go by; signatures go by the real one."""
        if not is_safe_address(url):
            raise ValueError("the SMS gateway is asked over https, or on this machine itself")
        self._url, self._secret, self._sign_name = url.removesuffix("/"), secret.get_secret_value(), sign_name
        self._tls, self._now, self._timeouts = tls, now, timeouts

    async def send(self, message: Message, may_go: MayGo = without_asking) -> Outcome:
        written = self._written(message)
        # Signed as of now: a provider that checks refuses what is held up for long after the question.
        called = datetime.now(UTC)
        if (refused := await may_go()) is not None:
            return refused
        try:
            status, headers, body = await self._said("POST", "/messages", written, called)
        except (httpx.HTTPError, TimeoutError) as error:
            return not_answered(error, message.attempt)
        if status != httpx.codes.OK:
            refused = _refused(body) if status in range(400, 500) else None
            return refused or by_status(status, headers, message.attempt, datetime.now(UTC))
        return _taken(body, message.attempt)

    async def find(
        self,
        id_: str,
        to: str,  # noqa: ARG002 - the protocol's
        day: datetime,
        beside: Beside = NOTHING_BESIDE,  # noqa: ARG002 - the protocol's
    ) -> Found | Absent | None:
        """Absent only when what was signed then is no longer taken: a message may be on its way."""
        try:
            status, _, body = await self._said("GET", f"/messages/{quote(id_, safe='')}", b"")
            state = _State.model_validate_json(body)
        except (httpx.HTTPError, TimeoutError, ValidationError):
            return None
        if status == httpx.codes.OK and state.found:
            return Found(state.delivered, state.reference)
        gone = status == httpx.codes.NOT_FOUND and not state.found
        return Absent() if gone and self._now() - day > 2 * VALID_FOR else None

    def _written(self, message: Message) -> bytes:
        """The signature stands beside the text: whoever sends puts it before, once."""
        text = message.text.removeprefix(f"【{self._sign_name}】")
        return orjson.dumps(
            {
                "id": message.id, "attempt": message.attempt, "to": message.to, "template": message.template,
                "variables": dict(message.variables), "text": text, "sign_name": self._sign_name,
            }
        )  # fmt: skip

    async def _said(
        self, method: str, path: str, body: bytes, as_of: datetime | None = None
    ) -> tuple[int, httpx.Headers, bytes]:
        # A connection for each: an idle one that the other side closes looks like a lost answer.
        url = self._url + path
        content = body or urlsplit(url).path.encode()
        signed = signed_headers(self._secret, as_of or datetime.now(UTC), content)
        async with (
            asyncio.timeout(TOGETHER_SECONDS),
            httpx.AsyncClient(verify=self._tls, timeout=self._timeouts, trust_env=False) as client,
            client.stream(
                method, url, content=body, headers={**signed, "Content-Type": "application/json"}
            ) as answer,
        ):
            return answer.status_code, answer.headers, await _bounded(answer)


async def _bounded(answer: httpx.Response) -> bytes:
    read = bytearray()
    async for part in answer.aiter_bytes():
        read += part
        if len(read) > LARGEST_ANSWER:
            raise httpx.DecodingError("an answer is short")
    return bytes(read)


def _taken(body: bytes, attempt: int) -> Outcome:
    try:
        taken = _Taken.model_validate_json(body)
    except ValidationError:
        return Unknown("answer_unreadable")
    match taken:
        case _Taken(accepted=True, refused=None, retry_after=None):
            return Accepted(taken.reference)
        case _Taken(accepted=False, refused=None, retry_after=float(seconds)):
            return put_off("gateway", attempt, seconds)
        case _Taken(accepted=False, refused=str(code), retry_after=None):
            return Refused(code, wrong_address=code == WRONG_NUMBER)
        case _:
            return Unknown("answer_unreadable")


def _refused(body: bytes) -> Refused | None:
    """A gateway may say the same with a status of its own."""
    match _taken(body, attempt=1):
        case Refused() as refused:
            return refused
        case _:
            return None
