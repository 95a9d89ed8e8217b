"""Adding to an archive what its log has more: whole segments, each there before the manifest names it."""

import asyncio
import hashlib
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from shared.archive.manifest import NAME, Manifest
from shared.archive.parquet import SegmentWriter
from shared.archive.reading import trusted
from shared.archive.segment import FULL_BYTES, FULL_EVENTS, Entry, Segment, file_name, is_segment
from shared.archive.store import Store, put_bytes
from shared.clock import Clock
from shared.event_log.chain import Broken, Chain
from shared.event_log.connection import Connection
from shared.event_log.head import Head, read_head
from shared.event_log.read import hash_at, read_run
from shared.instant import write_instant
from shared.sealing.checkpoint import Sealed
from shared.signing import SigningKey


class LogDiffers(Exception):
    """The log is not the one that was archived: nothing is written until somebody has looked."""


@dataclass(slots=True)
class Growing:
    """At most one writes to an archive at a time; whoever calls sees to that."""

    store: Store
    key: SigningKey
    clock: Clock
    position: int = field(default=0)
    """How far this run has come."""

    async def run(self, connection: Connection, sealed: Sealed | None) -> Manifest:
        """Up to the sealed checkpoint; without one, to the log's last event of this moment.

        Raises `LogDiffers`, `Damaged` and OSError.
        """
        head = await read_head(connection)
        until = head.position if sealed is None else sealed.checkpoint.size
        manifest = await asyncio.to_thread(self._known, head)
        self.position = manifest.position
        await _refuse_another(connection, manifest, head)
        if manifest.position < until:
            await asyncio.to_thread(self._remove_unnamed, manifest)
        while manifest.position < until:
            manifest = await self._add(connection, manifest, until, sealed)
        return manifest

    def _known(self, head: Head) -> Manifest:
        raw = self.store.read(NAME)
        if raw is None:
            return Manifest(log=head.log, log_id=head.log_id, written="", segments=())
        return trusted(raw)

    def _remove_unnamed(self, manifest: Manifest) -> None:
        """What gave way in the last run, which somebody may have been reading; what a crash left."""
        self.store.tidy()
        named = {entry.file for entry in manifest.segments}
        for name in filter(is_segment, self.store.names()):
            if name not in named:
                self.store.remove(name)

    async def _add(
        self, connection: Connection, manifest: Manifest, until: int, sealed: Sealed | None
    ) -> Manifest:
        """One segment more; a last one that was not full gives way to it."""
        kept = manifest.segments
        if kept and not kept[-1].segment.full:
            kept = kept[:-1]
        before = msgspec.structs.replace(manifest, segments=kept)
        entry = await self._segment(connection, before, until)
        grown = msgspec.structs.replace(
            manifest,
            segments=(*kept, entry),
            written=write_instant(self.clock.now()),
            checkpoint=_covering(sealed, entry.segment),
        )
        await asyncio.to_thread(put_bytes, self.store, NAME, grown.to_bytes(self.key))
        return grown

    async def _segment(self, connection: Connection, before: Manifest, until: int) -> Entry:
        with self.store.draft() as draft:
            start = Chain(before.log, before.log_id, before.position, before.hash)
            writer = SegmentWriter(draft, start)
            try:
                await self._fill(connection, writer, until)
                return await asyncio.to_thread(self._put, writer, draft)
            except Broken as broken:
                raise LogDiffers(f"{before.log}: {broken}") from None
            finally:
                writer.close()

    async def _fill(self, connection: Connection, writer: SegmentWriter, until: int) -> None:
        while writer.position < until and writer.events < FULL_EVENTS and writer.bytes < FULL_BYTES:
            raws = [raw for _, raw in await read_run(connection, writer.position)]
            if not raws:
                raise LogDiffers(f"{writer.position + 1} is missing in the log")
            await asyncio.to_thread(
                writer.add, raws[: min(until - writer.position, FULL_EVENTS - writer.events)]
            )
            self.position = max(self.position, writer.position)

    def _put(self, writer: SegmentWriter, draft: Path) -> Entry:
        segment = writer.finish(self.key)
        with draft.open("rb") as content:
            digest = hashlib.file_digest(content, "sha256").hexdigest()
        entry = Entry(segment, file_name(segment, digest), draft.stat().st_size, digest)
        self.store.put(entry.file, draft)
        return entry


def _covering(sealed: Sealed | None, last: Segment) -> str | None:
    if sealed is None or sealed.checkpoint.size != last.last:
        return None
    if sealed.checkpoint.chain != last.last_hash:
        raise LogDiffers(f"at {last.last} the log holds another event than what was sealed")
    return sealed.note


async def _refuse_another(connection: Connection, manifest: Manifest, head: Head) -> None:
    if manifest.log != head.log or (manifest.position and manifest.log_id != head.log_id):
        raise LogDiffers(f"the archive is of {manifest.log} {manifest.log_id}, the log is {head.log_id}")
    if manifest.position > head.position:
        raise LogDiffers(f"the archive ends at {manifest.position}, the log at {head.position} already")
    if manifest.position and await hash_at(connection, manifest.position) != manifest.hash:
        raise LogDiffers(f"at {manifest.position} the log holds another event than the archive")
