"""A started app behind a real HTTP server, for what takes a connection: who hangs up closes it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import uvicorn
from fastapi import FastAPI

from shared.http.ending import EndingServer


@asynccontextmanager
async def listening(app: FastAPI) -> AsyncIterator[str]:
    """Its address."""
    server = EndingServer(uvicorn.Config(app, port=0, lifespan="off", log_config=None))
    serving = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        await serving
