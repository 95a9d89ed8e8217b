"""`python -m shared.archive PLACE`: in a service's container, what `paicha archive restore` does elsewhere.

The service itself must not run. The archive is verified first; its key is compared by whoever calls.
"""

import asyncio
import sys

import asyncpg

from shared.archive.opened import opened
from shared.archive.restoring import restore_archived, restore_tail
from shared.archive.verifying import verify
from shared.bus.connect import connected
from shared.event_log.connection import SESSION
from shared.settings import Settings, load_settings


def main(place: str) -> int:
    store = opened(place)
    found = verify(store, None, 0, _progress)
    for finding in found.findings:
        sys.stderr.write(f"{finding.told}\n")
    return 1 if found.findings else asyncio.run(_restored(place, load_settings()))


async def _restored(place: str, settings: Settings) -> int:
    connection = await asyncpg.connect(
        settings.log_dsn or settings.database_dsn, timeout=5, server_settings=SESSION
    )
    password = settings.nats_password.get_secret_value()
    try:
        manifest = await restore_archived(connection, opened(place), _progress)
        async with connected(settings.nats_url, settings.nats_user, password, on_closed=_nothing) as bus:
            tail, verdict = await restore_tail(bus, connection, manifest.log)
    finally:
        connection.terminate()
    sys.stdout.write(
        f"{manifest.log}: archive 1–{manifest.position}, stream up to {tail.last}, {verdict.value}\n"
    )
    return 0 if verdict.allows_appending else 1


def _progress(done: int, total: int) -> None:
    sys.stderr.write(f"{done:,}/{total:,} events\n")


def _nothing() -> None:
    """A closed connection fails the request in hand."""


if __name__ == "__main__":
    if len(sys.argv) != 2:  # noqa: PLR2004 - the program and the place
        sys.exit("python -m shared.archive PLACE")
    sys.exit(main(sys.argv[1]))
