"""The figures that are answered, against a fresh fold of the same events."""

from collections.abc import Collection
from pathlib import Path

import asyncpg
from nats.aio.client import Client

from services.reporting.fresh_fold.folding import derive_and_compare
from services.reporting.fresh_fold.kept import CHECKS
from services.reporting.verifying_log.figures_told import finding_of
from services.reporting.verifying_log.stored_events import Stopped, StoredEvents
from shared.event_log.connection import SESSION
from shared.read_model.model import NotWhole
from shared.verifying.copies import Asked
from shared.verifying.finding import Finding
from shared.verifying.told import Found, Passed, Tell

_NOT_WHOLE = "数据正在重建，请待其完成后再核验 figures are being folded anew: verify once that is done"
_FROM_FIRST = (
    "本次未比对数据：数据总是从第一个事件起推算，请运行不带 --from sealed 的核验 "
    "figures were not compared: they are folded from the first event on. Verify without --from sealed"
)


async def check_figures(asked: Asked, bus: Client, tell: Tell) -> bool:
    if asked.from_sealed:
        tell(Passed("figures", _FROM_FIRST))
        return True
    scratch = asked.copies.scratch
    finding = await figures_differ(asked.copies.dsn, bus, tell, None if scratch is None else Path(scratch))
    if finding is not None:
        tell(Found("figures", *finding))
    return finding is None


async def figures_differ(
    dsn: str, bus: Client, tell: Tell, folder: Path | None = None, checks: Collection[str] = CHECKS
) -> Finding | None:
    """The first event from which on what answers is not what the events lead to."""
    connection = await asyncpg.connect(dsn, timeout=10, server_settings=SESSION)
    try:
        follow = StoredEvents(bus, tell).upto
        return finding_of(await derive_and_compare(connection, follow, folder, checks))
    except NotWhole as not_whole:
        return Finding(not_whole.done, "not_whole", _NOT_WHOLE)
    except Stopped as stopped:
        return stopped.finding
    finally:
        connection.terminate()
