"""Running a service's HTTP side: what `python -m services.<service>` does, and the issuer likewise."""

import asyncio
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from types import FrameType

import uvicorn
import uvloop
from fastapi import FastAPI
from pydantic import ValidationError

from shared.http.connection import IDLE_SECONDS, Connection
from shared.http.ending import EndingServer
from shared.logging import configure_logging
from shared.sealing.refused import EXIT_CODE
from shared.service.garbage import collect_seldom
from shared.settings import Settings, load_settings

GRACE_SECONDS = 10
"""For requests under way when the process is asked to end."""
LOOPBACK = "127.0.0.1"
_LOOK_SECONDS = 0.2


def serve(service: str, create_app: Callable[[Settings], FastAPI]) -> None:
    """Until SIGTERM or Ctrl-C; another exit status than 0 when the service could not start, one of its own
    when its log is not the one that was sealed."""
    settings = _settings(service)
    configure_logging(service, settings.log_level)
    app = create_app(settings)
    try:
        run(http_server(app, settings.listen_host, settings.listen_port))
    except SystemExit:
        # uvicorn's own, of whatever did not start.
        if app.state.log_refused is None:
            raise
        sys.exit(EXIT_CODE)


def http_server(app: FastAPI, host: str, port: int) -> uvicorn.Server:
    """The client's address is what the gateway says it is, and only it: from loopback, and never by a setting
    of the environment."""
    return EndingServer(
        uvicorn.Config(
            app,
            host=host,
            port=port,
            http=Connection,
            lifespan="on",
            log_config=None,
            access_log=False,
            server_header=False,
            forwarded_allow_ips=LOOPBACK,
            timeout_graceful_shutdown=GRACE_SECONDS,
            timeout_keep_alive=int(IDLE_SECONDS),
        )
    )


def run(server: uvicorn.Server) -> None:
    """Until asked to end."""

    def asked_to_end(_number: int, _frame: FrameType | None) -> None:
        # uvicorn listens only once it serves, and raises the signal again when it has ended in order.
        server.should_exit = True

    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, asked_to_end)
    collect_seldom()
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_run(server))


async def _run(server: uvicorn.Server) -> None:
    """Also ends when asked to while the service still waits for what it connects to."""
    serving = asyncio.create_task(server.serve())
    while not (server.started or serving.done()):
        await asyncio.wait({serving}, timeout=_LOOK_SECONDS)
        if server.should_exit and not server.started:
            serving.cancel()
    with suppress(asyncio.CancelledError):
        await serving


def _settings(service: str) -> Settings:
    try:
        return load_settings()
    except ValidationError as error:
        names = ", ".join(f"PAICHA_{'.'.join(map(str, one['loc'])).upper()}" for one in error.errors())
        sys.exit(f"paicha {service}: these settings are missing or wrong: {names} (see docs/settings.md)")
