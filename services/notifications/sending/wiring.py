"""Planning and sending, put together: under a role and a NATS user that what folds the logs does not have."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from typing import Any

import asyncpg
from fastapi import FastAPI
from nats.aio.client import Client
from nats.errors import Error as NatsError

from services.notifications.channels.opened import channels_under
from services.notifications.channels.settings import load_channel_settings
from services.notifications.planning.basis import Rulebook
from services.notifications.planning.planner import Planner
from services.notifications.policy.policy import DEFAULT, read_policy
from services.notifications.sending.claimant import Claimant
from services.notifications.sending.delivering import Deliveries
from services.notifications.sending.doubt import watch_claimants
from services.notifications.sending.equipment import Equipment
from services.notifications.sending.forgetting import forget_at_times
from services.notifications.sending.knowledge import Knowledge
from services.notifications.sending.restoring import doubt_what_is_unknown
from services.notifications.sending.sent_keys import SentKeys
from services.notifications.sending.settling import settle_doubts
from services.notifications.sending.waking import wake
from services.notifications.texts.texts import DEFAULT as TEXTS
from services.notifications.texts.texts import read_texts
from shared.bus.cancellation import heed_cancellation
from shared.bus.connect import connected
from shared.clock import Clock
from shared.event_log.connection import DATABASE_AWAY, SESSION, Pool
from shared.http.health import ReadyChecks
from shared.logging import get_logger
from shared.service.background import in_background
from shared.service.connections import Connections, open_pool
from shared.settings import Settings

_log = get_logger(__name__)

_POOL_SIZE = 10
_AGAIN_SECONDS = 1.0


@asynccontextmanager
async def sending_wired(
    app: FastAPI, connections: Connections, knowledge: Knowledge
) -> AsyncIterator[ReadyChecks]:
    """Puts on `app.state` what routes work with. Yields the checks of health."""
    settings = connections.settings
    dsn, user, password = _identity(settings)
    pool = await open_pool(dsn, smallest=2, largest=_POOL_SIZE)
    try:
        async with connected(settings.nats_url, user, password) as bus:
            claimant = _claimant(dsn, pool, bus, connections.clock)
            equipment = _equipment(connections, pool, bus, claimant, knowledge)
            app.state.equipment = equipment
            deliveries = Deliveries(equipment)
            planner = Planner(pool, connections.clock, equipment.rulebook, settings.remind_from)
            sending = _send(equipment, deliveries, bus)
            beside = watch_claimants(equipment), settle_doubts(equipment), forget_at_times(equipment)
            with closing(claimant):
                async with in_background(planner.run(), *beside, sending):
                    yield {"deliveries": deliveries.ready}
    finally:
        pool.terminate()


def _claimant(dsn: str, pool: Pool, bus: Client, clock: Clock) -> Claimant:
    async def connect() -> "asyncpg.Connection[Any]":
        return await asyncpg.connect(dsn, timeout=5, server_settings=SESSION)

    async def read_sent() -> str:
        return await doubt_what_is_unknown(pool, bus, clock.now())

    return Claimant(connect, read_sent)


def _identity(settings: Settings) -> tuple[str, str, str]:
    dsn, user, password = settings.sender_dsn, settings.sender_nats_user, settings.sender_nats_password
    if dsn is None or user is None or password is None:
        raise LookupError("PAICHA_SENDER_DATABASE_USER, PAICHA_SENDER_NATS_USER or a password is not set")
    return dsn, user, password.get_secret_value()


def _equipment(
    connections: Connections, pool: Any, bus: Client, claimant: Claimant, knowledge: Knowledge
) -> Equipment:
    settings = load_channel_settings()
    channels = channels_under(settings, connections.clock)
    policy = read_policy(connections.settings.reminders_file or DEFAULT).with_channels(frozenset(channels))
    return Equipment(
        pool, connections.clock, Rulebook(policy, read_texts(TEXTS)), channels, settings,
        connections.settings.public_url, claimant, knowledge, SentKeys(bus),
    )  # fmt: skip


async def _send(equipment: Equipment, deliveries: Deliveries, bus: Client) -> None:
    """Nothing is sent before what SENT holds is known to the table."""
    while True:
        heed_cancellation()
        try:
            await equipment.claimant.session()
            break
        except (*DATABASE_AWAY, NatsError) as error:
            _log.warning("sending_later", error=repr(error))
            await asyncio.sleep(_AGAIN_SECONDS)
    heed_cancellation()  # a group that is entered after it was cancelled is waited for by nobody
    async with asyncio.TaskGroup() as group:
        group.create_task(deliveries.run(bus))
        group.create_task(wake(equipment, bus))
