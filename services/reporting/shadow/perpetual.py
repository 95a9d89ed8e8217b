"""Again and again: all derived when it is due, a signed line of it, and the next one a period later."""

import asyncio
import time
from typing import Any

import asyncpg

from services.reporting.shadow.kept_lines import KeptLine, add, newest
from services.reporting.shadow.line import Rebuilt, signed_line, text_of
from services.reporting.shadow.rebuilding import rebuilt
from services.reporting.shadow.settings import ShadowSettings
from shared.bus.connect import connected
from shared.event_log.connection import SESSION
from shared.event_log.head import read_head
from shared.logging import get_logger
from shared.sealing.checkpoint import origin_of
from shared.signing import read_keys

_log = get_logger(__name__)

_LOCK = 0x73686477
_ALONE = "select pg_try_advisory_lock($1)"
_FIRST_SECONDS, _AGAIN_SECONDS = 60.0, 600.0
"""After a start, which has other things to do; and after what could not be done."""


async def rebuild_for_ever(settings: ShadowSettings) -> None:
    """What goes wrong once ends that once alone."""
    period = settings.period.total_seconds()
    pause = min(_FIRST_SECONDS, period)
    while True:
        await asyncio.sleep(pause)
        try:
            pause = await _rebuild_when_due(settings, period)
        except Exception as error:  # noqa: BLE001 - whatever it is, it would be no better at once
            _log.error("shadow_rebuild_failed", exc_info=error)
            pause = min(_AGAIN_SECONDS, period)


async def _rebuild_when_due(settings: ShadowSettings, period: float) -> float:
    """Returns for how long there is nothing to do. The lock is the connection's: of several processes one
    derives, and of one that was killed nothing stays."""
    connection = await asyncpg.connect(
        settings.database_dsn, timeout=60, command_timeout=600, server_settings=SESSION
    )
    try:
        if not await connection.fetchval(_ALONE, _LOCK):
            return min(_AGAIN_SECONDS, period)
        last = await newest(connection)
        left = last[0].made / 1e6 + period - time.time() if last else 0.0
        if left > 0:
            return min(left, period)
        password = settings.nats_password.get_secret_value()
        async with connected(settings.nats_url, settings.nats_user, password) as bus:
            done = await rebuilt(connection, bus, settings.shadow_dir, settings.clock)
        await _publish(connection, settings, done, last[0] if last else None)
        return period
    finally:
        connection.terminate()


async def _publish(
    connection: "asyncpg.Connection[Any]", settings: ShadowSettings, done: Rebuilt, last: KeptLine | None
) -> None:
    head = await read_head(connection)
    number = 1 if last is None else last.number + 1
    text = text_of(origin_of(head.log, head.log_id), number, done, None if last is None else last.note)
    key = read_keys(settings.signing_keys_file.read_bytes())[-1]
    equal = done.compared.differing == 0
    note = signed_line(text, key.private)
    await add(connection, KeptLine(number, int(time.time() * 1e6), equal, note))
    (_log.info if equal else _log.error)("shadow_line", number=number, equal=equal, line=text)
