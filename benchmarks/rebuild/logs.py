"""Simulated campaigns of about a given number of events: on the streams, as archives, and as positions."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from nats.aio.client import Client

from deploy.simulator.simulate import Plan
from shared.relay.batches import Batches
from tests.support.archives import write_archive
from tests.support.simulated_logs import simulated_logs

FOLDED = ("registry", "hazards")
_SEGMENT, _AT_ONCE = 65_536, 500

Logs = Mapping[str, Sequence[bytes]]


def logs_of(events: int, kept: Path) -> Logs:
    """Made once: making them takes longer than reading them back."""
    paths = {log: kept / f"{log}-{events}.jsonl" for log in FOLDED}
    if not all(path.exists() for path in paths.values()):
        kept.mkdir(parents=True, exist_ok=True)
        made = simulated_logs(Plan(7, max(10, events // 50), max(10, events // 5)))
        for log, path in paths.items():
            path.write_bytes(b"".join(raw + b"\n" for raw in made[log]))
    return {log: path.read_bytes().splitlines() for log, path in paths.items()}


async def publish(relay: Client, raws: Sequence[bytes]) -> None:
    """As the relay does."""
    async with Batches(relay) as batches:
        for begin in range(0, len(raws), _AT_ONCE):
            await batches.confirm(await batches.send(raws[begin : begin + _AT_ONCE], begin))


def write_archives(folder: Path, logs: Logs) -> None:
    for log, raws in logs.items():
        cuts = range(_SEGMENT, len(raws), _SEGMENT)
        write_archive(folder / log, raws, list(cuts), 1_000)
