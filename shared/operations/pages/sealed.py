"""The sealed checkpoints of a log, as the page of verification shows them."""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from shared.event_log.connection import Pool
from shared.event_log.head import read_head
from shared.sealing.folder import signer_of, size_of
from shared.sealing.sealer import Sealer

NEWEST = 10


@dataclass(frozen=True, slots=True)
class Checkpoint:
    size: int
    signer: str
    """The hash of the key."""
    written: datetime
    """The file, by this machine's clock."""


@dataclass(frozen=True, slots=True)
class SealedShown:
    position: int
    """Of the log: what is beyond the newest checkpoint would be sealed now."""
    checkpoints: list[Checkpoint]
    """The newest first."""
    many: int

    @property
    def covered(self) -> int:
        return self.checkpoints[0].size if self.checkpoints else 0


async def sealed_shown(pool: Pool, sealer: Sealer) -> SealedShown:
    async with pool.acquire() as connection:
        head = await read_head(connection)
    return SealedShown(head.position, *await asyncio.to_thread(_newest, sealer))


def _newest(sealer: Sealer) -> tuple[list[Checkpoint], int]:
    notes = sealer.folder.notes()
    return [_checkpoint(note) for note in reversed(notes[-NEWEST:])], len(notes)


def _checkpoint(note: Path) -> Checkpoint:
    written = datetime.fromtimestamp(note.stat().st_mtime, UTC)
    return Checkpoint(size_of(note), signer_of(note), written)
