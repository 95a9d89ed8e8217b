"""Where to publish and as whom: from the environment, or from the data folder of the embedded deployment."""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from nats.aio.client import Client

from deploy.embedded.folder import DEFAULT, DataFolder
from deploy.embedded.publishers import OWN
from deploy.embedded.quiet import quieten
from deploy.embedded.refusal import Refusal
from deploy.embedded.running import running_address
from shared.bus.connect import connected

_CONNECT_SECONDS = 20


@dataclass(frozen=True, slots=True)
class BusAccess:
    url: str
    user: str
    """Of a publisher, also its name."""
    password: str


def publisher_access(data: Path | None) -> BusAccess:
    """The bus of PAICHA_NATS_URL, else that of the folder's deployment.

    Refused where both are named: what was published to the wrong one stays there for ever.
    """
    url = os.environ.get("PAICHA_NATS_URL")
    if url and data is not None:
        raise Refusal(
            "同时指定了 PAICHA_NATS_URL 与 --data，无法确定发布到哪里：请去掉其中一个。",
            "Both PAICHA_NATS_URL and --data say where to publish: take one of them away.",
            usage=True,
        )
    if url:
        password = os.environ.get("PAICHA_NATS_PASSWORD")
        if not password:
            raise Refusal(
                "设置了 PAICHA_NATS_URL，还需设置 PAICHA_NATS_PASSWORD（及 PAICHA_NATS_USER）。",
                "PAICHA_NATS_URL is set; set PAICHA_NATS_PASSWORD (and PAICHA_NATS_USER) as well.",
                usage=True,
            )
        return BusAccess(url, os.environ.get("PAICHA_NATS_USER", OWN), password)
    if os.environ.get("PAICHA_URL"):
        raise Refusal(
            "设置了 PAICHA_URL；发布经由消息总线，还需设置 PAICHA_NATS_URL 与 PAICHA_NATS_PASSWORD。",
            "PAICHA_URL is set; publishing goes over the bus: set PAICHA_NATS_URL and PAICHA_NATS_PASSWORD.",
            usage=True,
        )
    folder = DataFolder(data or DEFAULT)
    address = running_address(folder)
    return BusAccess(address.nats_url, OWN, folder.secret("publishers", OWN))


@asynccontextmanager
async def signed_in(access: BusAccess) -> AsyncIterator[Client]:
    """Only the first connection is given up on; later ones are tried as long as the session is patient."""
    quieten()
    connection = connected(access.url, access.user, access.password, on_closed=lambda: None)
    try:
        async with asyncio.timeout(_CONNECT_SECONDS):
            bus = await connection.__aenter__()
    except TimeoutError:
        raise Refusal(
            f"无法以“{access.user}”连接 NATS（{access.url}）；请确认 paicha 正在运行、密码正确。",
            f"Could not sign in to NATS at {access.url} as “{access.user}”: is it up, is the password right?",
        ) from None
    try:
        yield bus
    finally:
        await connection.__aexit__(None, None, None)
