"""This service's own log: its relay, its one writer, its keys. The writer's role is not the projection's."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import asyncpg
from fastapi import FastAPI

from services.reporting.keys.introducing import SigningKeys
from services.reporting.own_log.recording import Recorder
from services.reporting.submissions.desk import Desk
from services.reporting.submissions.filings import open_filings
from services.reporting.submissions.signed_submissions import SignedSubmissions
from shared.archive.wiring import archiving
from shared.event_log.connection import SESSION
from shared.http.health import ReadyCheck
from shared.identity.watched_file import WatchedFile
from shared.relay.relay import Relay
from shared.sealing.wiring import open_tree
from shared.service.background import in_background
from shared.service.connections import Connections, open_pool
from shared.signing import read_keys

LOG = "reporting"
_POOL_SIZE = 2


@asynccontextmanager
async def signing_wired(app: FastAPI, connections: Connections) -> AsyncIterator[ReadyCheck]:
    """Puts on `app.state` what signing works with. Yields whether the log can be written."""
    dsn = connections.settings.log_dsn
    if dsn is None:
        raise LookupError("PAICHA_LOG_DATABASE_USER and its password are not set")

    async def connect() -> "asyncpg.Connection[Any]":
        return await asyncpg.connect(dsn, timeout=5, server_settings=SESSION)

    relay = Relay(connections.bus, LOG, connect, connections.clock)

    async def writable() -> str | None:
        return relay.fence.told

    pool = await open_pool(dsn, smallest=1, largest=_POOL_SIZE)
    try:
        tree = await open_tree(connections.settings, connect, relay.fence, connections.clock)
        app.state.log_tree = tree
        _put_what_routes_use(app, connections, relay, Recorder(pool, connections.clock, relay))
        introducing = app.state.signing_keys.run(relay.fence.until_allowed)
        archiver = archiving(app.state, connections, tree)
        async with in_background(relay.run(), introducing, tree.keeping.run(), *archiver):
            yield writable
    finally:
        pool.terminate()


def _put_what_routes_use(app: FastAPI, connections: Connections, relay: Relay, recorder: Recorder) -> None:
    path = connections.settings.signing_keys_file
    file = None if path is None else WatchedFile(path, read_keys)
    app.state.relay = relay
    app.state.recorder, app.state.filings = recorder, open_filings()
    app.state.desk = Desk(connections.pool, recorder, app.state.filings, connections.clock)
    app.state.signed_reports = SignedSubmissions(app.state.desk, connections.settings.public_url)
    app.state.signing_keys = SigningKeys(file, recorder, connections.pool, connections.clock)
