"""Running a service's HTTP side: what `python -m services.<service>` does."""

import asyncio
import sys
from collections.abc import Callable

import uvicorn
import uvloop
from fastapi import FastAPI
from pydantic import ValidationError

from shared.logging import configure_logging
from shared.settings import Settings, load_settings

GRACE_SECONDS = 10
"""For requests under way when the process is asked to end."""


def serve(service: str, create_app: Callable[[Settings], FastAPI]) -> None:
    """Until SIGTERM or Ctrl-C; exits with 1 when the service could not start or ended by itself."""
    settings = _settings(service)
    configure_logging(service, settings.log_level)
    server = uvicorn.Server(
        uvicorn.Config(
            create_app(settings),
            host=settings.listen_host,
            port=settings.listen_port,
            lifespan="on",
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=GRACE_SECONDS,
        )
    )
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(server.serve())
    if not server.started:
        sys.exit(1)


def _settings(service: str) -> Settings:
    try:
        return load_settings()
    except ValidationError as error:
        names = ", ".join(f"PAICHA_{'.'.join(map(str, one['loc'])).upper()}" for one in error.errors())
        sys.exit(f"paicha {service}: these settings are missing or wrong: {names} (see docs/settings.md)")
