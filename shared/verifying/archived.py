"""The archive of a log against the log: whole in itself, and of the same events at the same positions."""

import asyncio
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

import msgspec

from shared.archive.finding import WRONG
from shared.archive.keys import PublicKey
from shared.archive.manifest import Manifest
from shared.archive.opened import opened
from shared.archive.reading import Damaged, manifest_of, read_runs
from shared.archive.segment import Entry
from shared.archive.store import Store
from shared.archive.verifying import Keys, verify
from shared.event_log.connection import Connection
from shared.event_log.head import Head
from shared.event_log.read import hash_at
from shared.sealing.checkpoint import SealedCheckpoint, origin_of, read_sealed
from shared.sealing.keys import SealingKeys
from shared.signed_note import NoteInvalid
from shared.verifying.finding import Finding, first_of
from shared.verifying.told import Progress, Tell
from shared.verifying.walking import AtSize

ARCHIVE_CHECKS = ("archive", "archived_log", "archived_beyond", "archived_events", "archived_root")
_RAWS = "select position, raw from events where position between $1 and $2"
_OTHER_LOG = "归档属于另一日志 the archive is another log's"
_BEYOND = "归档超出日志：日志缺少归档中的事件 the archive has events that the log lacks"
_OTHERWISE = "归档中的事件与日志不同 the archive holds another event than the log"
_ROOT = "归档所附的封存检查点与日志不符 the checkpoint beside the archive is of another log than this"


@dataclass(frozen=True, slots=True)
class Archived:
    """What was there when verification began."""

    store: Store
    keys: Keys
    manifest: Manifest | None
    """None where it can't be read; the archive's own verification says why."""
    sealed: SealedCheckpoint | None

    @classmethod
    async def of(cls, place: str, keys: SealingKeys, connection: Connection, head: Head) -> "Archived | None":
        """None where nothing was archived yet."""
        store = opened(place)
        if not await asyncio.to_thread(store.names):
            return None
        public = await keys.public(connection)
        try:
            manifest = await asyncio.to_thread(manifest_of, store)
        except Damaged:
            manifest = None
        verifiers = await keys.verifiers(connection, origin_of(head.log, head.log_id))
        sealed = None
        if manifest is not None and manifest.checkpoint is not None:
            try:
                sealed = read_sealed(manifest.checkpoint, verifiers).checkpoint
            except NoteInvalid:
                sealed = None  # said by the archive's own verification
        known = {id_: PublicKey(id_, each, revoked=False) for id_, each in public.items()}
        return cls(store, known, manifest, sealed)

    def sizes(self, head: Head) -> Iterable[int]:
        return () if self.sealed is None or self.sealed.size > head.position else (self.sealed.size,)


@dataclass(frozen=True, slots=True)
class ArchiveCheck:
    archived: Archived
    connection: Connection
    head: Head
    begin: int
    """What is before it is known to be the log that was sealed."""
    checks: Collection[str]
    tell: Tell

    async def run(self, roots: Callable[[int], AtSize | None]) -> Finding | None:
        found = [await self._itself()] if "archive" in self.checks else []
        if self.archived.manifest is not None:
            found.append(await self._of_log(self.archived.manifest))
            found.append(self._of_root(roots))
        return first_of(each for each in found if each is not None)

    async def _itself(self) -> Finding | None:
        """As `paicha archive verify` does it."""
        loop = asyncio.get_running_loop()

        def progress(done: int, total: int) -> None:
            loop.call_soon_threadsafe(self.tell, Progress("archive", done, total))

        verified = await asyncio.to_thread(
            verify, self.archived.store, self.archived.keys, self.begin, progress
        )
        if not verified.findings:
            return None
        first = verified.findings[0]
        zh, en = WRONG[first.what]
        return Finding(first.position, first.what, f"{zh}（{first.file}） {en}")

    async def _of_log(self, manifest: Manifest) -> Finding | None:
        head = self.head
        if "archived_log" in self.checks and (manifest.log, manifest.log_id) != (head.log, head.log_id):
            return Finding(1, "archived_log", _OTHER_LOG)
        for entry in manifest.segments if "archived_events" in self.checks else ():
            segment = entry.segment
            held = self.begin < segment.last <= head.position
            if held and await hash_at(self.connection, segment.last) != segment.last_hash:
                return Finding(await self._first_other(manifest, entry), "archived_events", _OTHERWISE)
        if "archived_beyond" in self.checks and manifest.position > head.position:
            return Finding(head.position + 1, "archived_beyond", _BEYOND)
        return None

    async def _first_other(self, manifest: Manifest, entry: Entry) -> int:
        """Within a segment that ends otherwise."""
        alone = msgspec.structs.replace(manifest, segments=(entry,))
        try:
            for run in read_runs(self.archived.store, alone, entry.segment.first - 1):
                rows = dict(await self.connection.fetch(_RAWS, run.first, run.last))
                for position, raw in enumerate(run.raws, run.first):
                    if rows.get(position) != raw:
                        return position
        except Damaged as damaged:
            return damaged.finding.position
        return entry.segment.last

    def _of_root(self, roots: Callable[[int], AtSize | None]) -> Finding | None:
        sealed = self.archived.sealed
        if "archived_root" not in self.checks or sealed is None or not self.begin < sealed.size:
            return None
        found = roots(sealed.size)
        if found is None or found.root == sealed.root:
            return None
        return Finding(sealed.size, "archived_root", _ROOT)
