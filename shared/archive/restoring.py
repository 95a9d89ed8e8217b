"""A log made anew from its archive, and from what its stream has beyond it."""

import asyncio
from collections.abc import Callable

from nats.aio.client import Client

from shared.archive.manifest import Manifest
from shared.archive.reading import manifest_of, read_runs
from shared.archive.store import Store
from shared.event_log.connection import Connection
from shared.event_log.head import Head, read_head
from shared.event_log.take_over import take_over
from shared.relay.compare import Verdict
from shared.relay.heal import Healed, heal_log
from shared.relay.views import look

_AT_ONCE = 1_000

Progress = Callable[[int, int], None]
"""Told how far it has come, and of how many positions."""


class NotRestorable(Exception):
    """The log holds something else than the archive, or the stream something else than the log."""


async def restore_archived(connection: Connection, store: Store, progress: Progress) -> Manifest:
    """Into an empty log. Interrupted, it goes on from where it was. Raises `Damaged`, `ChainBroken` and
    `NotRestorable`.
    """
    manifest = await asyncio.to_thread(manifest_of, store)
    head = await read_head(connection)
    _refuse_another(manifest, head)
    runs, waiting = read_runs(store, manifest, head.position), list[bytes]()
    while head.position < manifest.position:
        if len(waiting) < _AT_ONCE and (run := await asyncio.to_thread(next, runs, None)) is not None:
            waiting.extend(run.raws)
        raws = waiting[:_AT_ONCE]
        more = head.position + len(raws) < manifest.position
        taken = await take_over(connection, head, raws, more=more)
        del waiting[: taken.position - head.position]
        head = taken
        progress(head.position, manifest.position)
    return manifest


def _refuse_another(manifest: Manifest, head: Head) -> None:
    if manifest.log != head.log:
        raise NotRestorable(f"the archive is of {manifest.log}, the database of {head.log}")
    if head.position and head.log_id != manifest.log_id:
        raise NotRestorable(f"the database holds another log already: {head.log_id}, up to {head.position}")
    if head.position == manifest.position and head.hash != manifest.hash:
        raise NotRestorable(f"at {head.position} the database holds another event than the archive")


async def restore_tail(bus: Client, connection: Connection, log: str) -> tuple[Healed, Verdict]:
    """What the stream has and the log lacks. Raises `ChainBroken` and `Unreadable`."""
    seen = await look(bus, connection, log)
    last = 0 if seen.stream is None else seen.stream.last
    healed = Healed(seen.head.position + 1, seen.head.position)
    if seen.verdict is Verdict.AHEAD:
        healed = await heal_log(bus, connection, log, last)
    return healed, (await look(bus, connection, log)).verdict
