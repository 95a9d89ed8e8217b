"""The archive of the campaign: written, verified, and a form replayed from it."""

import os
from pathlib import Path
from typing import Any

from benchmarks.meter import Meter
from benchmarks.servers import Servers
from benchmarks.stored.campaign import Stored
from benchmarks.stored.verifying import NotSound
from deploy.cli.archive_named import opened
from services.reporting.replaying.form import Asked, replayed_form
from shared.archive.folder import FolderStore
from shared.archive.growing import Growing
from shared.archive.verifying import verify
from shared.clock import Clock
from shared.service.garbage import uncollected
from tests.support.archives import KEY

_NOW = dict.fromkeys(("occurred_until", "recorded_until", "positions", "policy"))


async def measure_archive(servers: Servers, stored: Stored, folder: Path, meter: Meter) -> dict[str, Any]:
    return {
        "write": await _written(servers, stored, folder, meter),
        "verify": _verified(stored, folder, meter),
        "replay": _replayed(stored, folder, meter),
    }


async def _written(servers: Servers, stored: Stored, folder: Path, meter: Meter) -> dict[str, Any]:
    with meter.measuring({"archive": os.getpid(), **servers.pids}) as taken:
        for name, log in stored.logs.items():
            await Growing(FolderStore(folder / name), KEY, Clock()).run(await log.connect(), None)
    return {
        "rate": stored.events / taken.seconds,
        "cpu_us": taken.cost(stored.events),
        "bytes": _held(folder) / stored.events,
    }


def _held(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def _verified(stored: Stored, folder: Path, meter: Meter) -> dict[str, Any]:
    """Signatures, digests, every hash: as `paicha archive verify` does, log after log."""
    with meter.measuring({"verify": os.getpid()}) as taken:
        for name in stored.logs:
            found = verify(FolderStore(folder / name), None, 0, lambda _done, _total: None)
            if found.findings:
                raise NotSound(found.findings)
    return {"rate": stored.events / taken.seconds, "cpu_us": taken.cost(stored.events)}


def _replayed(stored: Stored, folder: Path, meter: Meter) -> dict[str, Any]:
    """附件3 as of now from nothing but the archive, as `paicha audit replay` makes it."""
    with meter.measuring({"replay": os.getpid()}) as taken, uncollected():
        replayed_form(opened(folder), Asked("annex-3", None, None, None, _NOW))
    return {"rate": stored.events / taken.seconds, "cpu_us": taken.cost(stored.events)}
