"""The kept checkpoints of a log against the log as it was walked."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from shared.event_log.connection import Connection
from shared.event_log.head import Head
from shared.sealing.checkpoint import SealedCheckpoint, origin_of
from shared.sealing.comparing import kept_of
from shared.sealing.folder import SealFolder, size_of
from shared.sealing.keys import SealingKeys
from shared.sealing.refused import LogRefused
from shared.verifying.finding import Finding, first_of
from shared.verifying.walking import AtSize

SEAL_CHECKS = (
    "checkpoint_forged", "checkpoint_missing", "checkpoint_beyond", "sealed_root", "sealed_chain",
)  # fmt: skip
_KNOWN = "select note from sealed_checkpoints"


@dataclass(frozen=True, slots=True)
class Kept:
    name: str
    size: int
    checkpoint: SealedCheckpoint | None
    """None where nothing that it says may be believed."""


@dataclass(frozen=True, slots=True)
class Seals:
    folder: SealFolder
    keys: SealingKeys

    async def missing(self, connection: Connection) -> Sequence[str]:
        """Names of those that were sealed and are not kept. What is known by a row was kept before."""
        known = {row["note"] for row in await connection.fetch(_KNOWN)}
        return sorted(known - self.folder.names())

    async def read(self, connection: Connection, head: Head, notes: Sequence[Path]) -> Sequence[Kept]:
        verifiers = await self.keys.verifiers(connection, origin_of(head.log, head.log_id))
        kept = []
        for note in notes:
            try:
                checkpoint = kept_of(head, note, verifiers).checkpoint
            except LogRefused:
                checkpoint = None
            kept.append(Kept(note.name, size_of(note), checkpoint))
        return kept


def check_seals(
    kept: Sequence[Kept],
    missing: Sequence[str],
    head: Head,
    begin: int,
    sizes: Mapping[int, AtSize],
    checks: Collection[str],
) -> Finding | None:
    """Of those behind `begin`, which is where the log is known to be as it was sealed."""
    findings = [*_of_kept(kept, head, begin, sizes), *_of_missing(missing, begin)]
    return first_of(each for each in findings if each.check in checks)


def _of_missing(missing: Sequence[str], begin: int) -> Iterator[Finding]:
    for name in missing:
        size = size_of(Path(name))
        if size > begin:
            told = f"封存的检查点（{name}）不在目录中 a checkpoint that was sealed is not kept any more"
            yield Finding(size, "checkpoint_missing", told)


def _of_kept(kept: Sequence[Kept], head: Head, begin: int, sizes: Mapping[int, AtSize]) -> Iterator[Finding]:
    agreed = begin
    for each in kept:
        sealed = each.checkpoint
        if sealed is None:
            told = f"检查点文件（{each.name}）不是由本日志的密钥签名 not sealed by a key of this log"
            yield Finding(each.size, "checkpoint_forged", told)
        elif sealed.size > head.position:
            told = f"日志比封存的检查点（{each.name}）短 the log ends before what was sealed"
            yield Finding(head.position + 1, "checkpoint_beyond", told)
        elif sealed.size > begin:
            found = list(_of_sealed(each.name, sealed, agreed, sizes[sealed.size]))
            yield from found
            agreed = agreed if found else sealed.size


def _of_sealed(name: str, sealed: SealedCheckpoint, agreed: int, found: AtSize) -> Iterator[Finding]:
    if sealed.root != found.root:
        told = (
            f"与封存的检查点（{name}）不符：此后至位置 {sealed.size} 之间被改写 "
            f"not what was sealed: rewritten somewhere from here up to {sealed.size}"
        )
        yield Finding(agreed + 1, "sealed_root", told)
    if sealed.chain != found.hash:
        told = f"事件不是封存的检查点（{name}）所记的 the event there is not the one that was sealed"
        yield Finding(sealed.size, "sealed_chain", told)
