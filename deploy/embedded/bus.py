"""The streams of the bus, before the services start: there, as they should be, and synced to disk."""

from collections.abc import Mapping

from deploy.embedded.folder import DataFolder
from shared.bus.connect import connected
from shared.bus.permissions import PROVISIONER, SYSTEM
from shared.bus.provision import KnownLog, check_synced, provision


async def provision_bus(folder: DataFolder, url: str, logs: Mapping[str, KnownLog]) -> list[str]:
    """What was created or corrected, for people."""
    async with connected(url, SYSTEM, folder.secret("bus", SYSTEM), on_closed=_nothing) as system:
        await check_synced(system)
    password = folder.secret("bus", PROVISIONER)
    async with connected(url, PROVISIONER, password, on_closed=_nothing) as provisioner:
        return await provision(provisioner, logs)


def _nothing() -> None:
    """A closed connection fails the request in hand; this process is no service to be restarted."""
