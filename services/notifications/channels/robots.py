"""Group robots of DingTalk, WeCom and Feishu. They reach nobody in particular: no delivery, in no statement.

apprise reads a robot's address, signs and prepares; a subclass of each of its plugins posts, because apprise
itself tells neither an error code under HTTP 200 nor a lost answer from a refusal (DECISIONS.md).
"""

import asyncio
import logging
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, TypeAlias, get_args

import httpx
from apprise.plugins.dingtalk import NotifyDingTalk
from apprise.plugins.feishu import NotifyFeishu
from apprise.plugins.wecombot import NotifyWeComBot

from services.notifications.channels.channel import (
    NOTHING_BESIDE,
    Beside,
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
    not_answered,
)
from services.notifications.channels.robot_answers import Kind, robot_answered

_Post: TypeAlias = Callable[[str, Mapping[str, str], Mapping[str, Any]], None]
"""To an address, with parameters, what is said."""


class _DingTalk(NotifyDingTalk):  # type: ignore[misc]  # apprise has no types
    post: _Post

    def send(self, body: str, title: str = "", **_: Any) -> bool:  # noqa: ARG002 - a robot's text has no title
        params: dict[str, str] = {}
        if self.secret:
            # Ready for an address; httpx writes it anew.
            moment, quoted = self.get_signature()
            params = {"timestamp": moment, "sign": self.unquote(quoted)}
        self.post(self.notify_url.format(token=self.token), params, _text(body))
        return True


class _WeComBot(NotifyWeComBot):  # type: ignore[misc]  # apprise has no types
    post: _Post

    def send(self, body: str, title: str = "", **_: Any) -> bool:  # noqa: ARG002 - apprise's signature
        self.post(self.notify_url.format(key=self.key), {}, _text(body))
        return True


class _Feishu(NotifyFeishu):  # type: ignore[misc]  # apprise has no types
    post: _Post

    def send(self, body: str, title: str = "", **_: Any) -> bool:  # noqa: ARG002 - apprise's signature
        self.post(
            self.notify_url.format(token=self.token), {}, {"msg_type": "text", "content": {"text": body}}
        )
        return True


_PLUGINS: Mapping[Kind, Any] = {"dingtalk": _DingTalk, "wecombot": _WeComBot, "feishu": _Feishu}


def _text(body: str) -> dict[str, Any]:
    return {"msgtype": "text", "text": {"content": body}}


def kind_of(address: str) -> Kind:
    """ValueError, without the address, where it is no robot's: `dingtalk://secret@token`."""
    scheme = address.partition("://")[0]
    for kind in get_args(Kind):
        if scheme == kind:
            _plugin(kind, address)
            found: Kind = kind
            return found
    raise ValueError("a robot's address begins with dingtalk://, wecombot:// or feishu://")


def _plugin(kind: Kind, address: str) -> Any:
    plugin = _PLUGINS[kind]
    try:
        return plugin(**(plugin.parse_url(address) or {}))
    except TypeError:
        raise ValueError(f"no address of a robot of {kind}") from None


@dataclass(frozen=True, slots=True)
class Transport:
    tls: ssl.SSLContext
    timeouts: httpx.Timeout = field(default_factory=lambda: TIMEOUTS)
    hosts: Mapping[Kind, str] | None = None
    """Their webhooks, where they are not the makers' own."""


class Robots:
    """`to` is a robot's name. Its text says how many are missing: no name, no hazard."""

    name = "robot"
    tells = False

    def __init__(self, addresses: Mapping[str, str], transport: Transport) -> None:
        """`addresses` as apprise writes them, by name."""
        self._addresses, self._transport = addresses, transport
        # It logs every address, and a robot's is a secret.
        logging.getLogger("httpx").setLevel(logging.WARNING)
        self._kinds = {name: kind_of(address) for name, address in addresses.items()}

    async def send(self, message: Message, may_go: MayGo = without_asking) -> Outcome:
        kind = self._kinds.get(message.to)
        if kind is None:
            return Refused("robot_unknown")
        if (refused := await may_go()) is not None:
            return refused
        try:
            async with asyncio.timeout(TOGETHER_SECONDS):
                return await asyncio.to_thread(self._called, kind, message)
        except TimeoutError as error:
            return not_answered(error, message.attempt)

    async def find(self, id_: str, to: str, day: datetime, beside: Beside = NOTHING_BESIDE) -> None:
        """No robot tells."""

    def _called(self, kind: Kind, message: Message) -> Outcome:
        outcome: Outcome = Unknown("not_called")

        def post(url: str, params: Mapping[str, str], content: Mapping[str, Any]) -> None:
            nonlocal outcome
            outcome = self._posted(kind, httpx.URL(url).copy_merge_params(params), content, message.attempt)

        plugin = _plugin(kind, self._addresses[message.to])
        plugin.post = post
        if self._transport.hosts is not None:
            plugin.notify_url = self._transport.hosts[kind]
        plugin.notify(body=message.text)
        return outcome

    def _posted(self, kind: Kind, url: httpx.URL, content: Mapping[str, Any], attempt: int) -> Outcome:
        transport = self._transport
        try:
            with (
                httpx.Client(verify=transport.tls, timeout=transport.timeouts, trust_env=False) as client,
                client.stream("POST", url, json=content) as answer,
            ):
                body = _bounded(answer)
        except httpx.HTTPError as error:
            return not_answered(error, attempt)
        return robot_answered(kind, answer.status_code, answer.headers, body, attempt, datetime.now(UTC))


def _bounded(answer: httpx.Response) -> bytes:
    read = bytearray()
    for part in answer.iter_bytes():
        read += part
        if len(read) > LARGEST_ANSWER:
            raise httpx.DecodingError("an answer is short")
    return bytes(read)
