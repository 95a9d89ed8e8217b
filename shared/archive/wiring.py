"""The archiver of a service's log, where the deployment has an archive."""

from collections.abc import Coroutine
from typing import Any

from starlette.datastructures import State

from shared.archive.archiver import Archiver
from shared.archive.opened import opened
from shared.identity.watched_file import WatchedFile
from shared.sealing.wiring import LogTree
from shared.service.connections import Connections
from shared.signing import read_keys


def archiving(state: State, connections: Connections, tree: LogTree) -> list[Coroutine[Any, Any, None]]:
    """To run beside the routes; nothing where there is no archive, or no key to sign it with."""
    settings = connections.settings
    state.archiver = None
    if settings.archive is None or settings.signing_keys_file is None:
        return []
    keys = WatchedFile(settings.signing_keys_file, read_keys)
    store = opened(f"{settings.archive.rstrip('/')}/{tree.log}")
    state.archiver = Archiver(tree, store, keys, connections.clock)
    return [state.archiver.run()]
