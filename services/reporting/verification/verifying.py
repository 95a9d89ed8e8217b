"""Verifying what was signed: both logs from their first event, every copy, the fold, and the signature."""

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Event
from typing import Protocol

from nats.aio.client import Client

from services.reporting.keys.introducing import SigningKeys
from services.reporting.reading.snapshot import snapshot
from services.reporting.subjects.as_recorded import kept_entry
from services.reporting.subjects.references import Named
from services.reporting.verification.chain import Chain
from services.reporting.verification.copies import own_hashes, stored_hashes, stream_bytes
from services.reporting.verification.counted_anew import other_entries
from services.reporting.verification.findings import Finding, last_hash, of_both, of_stream
from services.reporting.verification.signatures import good_key, of_content
from services.reporting.verification.subject import Subject
from shared.blobs.store import BlobDamaged, Blobs
from shared.event_log.connection import Pool
from shared.event_log.head import Head, read_head
from shared.events.reporting import FrozenLog
from shared.read_model.entry import Entry, decode

_ROWS = "select kind, id, entries from subjects where township = $1"
OWN = "reporting"


class Work(Protocol):
    """What is verified, and who is told how far it is."""

    subject: Subject
    township: str
    total: int

    def read(self, events: int) -> None: ...


class Verifier:
    def __init__(self, pool: Pool, bus: Client, keys: SigningKeys, blobs: Blobs | None) -> None:
        self._pool, self._bus, self._keys, self._blobs = pool, bus, keys, blobs
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="verification")

    async def verify(self, work: Work) -> list[Finding]:
        """Empty where every copy is as it was signed."""
        logs = work.subject.logs
        async with self._pool.acquire() as connection:
            head = await read_head(connection)
        work.total = 2 * (sum(log.position for log in logs.values()) + head.position)
        entries: dict[Named, list[Entry]] = defaultdict(list)
        found = await self._of_signature(work.subject)
        for log, frozen in logs.items():
            chain = await self._walked(work, log, frozen, entries)
            stored = await stored_hashes(self._bus, log, frozen.position, work.read)
            found += of_both(chain, stored, frozen)
        found += await self._of_own_log(work, head)
        if not any(each.copy == "stream" and each.log != OWN for each in found):
            found += await self._of_figures(work, entries)
        return found + await self._of_files(work.subject)

    async def _of_files(self, subject: Subject) -> list[Finding]:
        """The documents that were kept, to the byte."""
        found: list[Finding] = []
        for file in subject.files:
            try:
                if self._blobs is None or await self._blobs.get(file.hash) is None:
                    found.append(Finding("file", "lost", file=file.hash))
            except BlobDamaged:
                found.append(Finding("file", "altered", file=file.hash))
        return found

    async def _walked(
        self, work: Work, log: str, frozen: FrozenLog, entries: dict[Named, list[Entry]]
    ) -> Chain:
        chain = Chain(log, frozen.log_id)
        async for raws in stream_bytes(self._bus, log, frozen.position):
            await self._beside(partial(_take_in, chain, raws, work.township, entries))
            work.read(len(raws))
        return chain

    async def _of_own_log(self, work: Work, head: Head) -> list[Finding]:
        """To its head: what was signed is chained to by what came after it."""
        frozen = FrozenLog(log_id=head.log_id, position=head.position, hash=head.hash)
        chain = await self._walked(work, OWN, frozen, {})
        hashes = await own_hashes(self._pool, head.position, work.read)
        if of_stream(chain, frozen) is None and last_hash(hashes) != head.hash:
            return of_both(chain, hashes, frozen) or [Finding("log", "hash", OWN, head.position)]
        return of_both(chain, hashes, frozen)

    async def _of_signature(self, subject: Subject) -> list[Finding]:
        key = good_key(await self._keys.known(), subject.key_id, subject.signed_at)
        return of_content(subject.content, subject.purpose, subject.signature, key)

    async def _of_figures(self, work: Work, entries: Mapping[Named, Sequence[Entry]]) -> list[Finding]:
        found = await self._beside(partial(work.subject.derive, entries, Event()))
        async with snapshot(self._pool) as connection:
            records = await connection.fetch(_ROWS, work.township)
        logs = work.subject.logs
        kept = (((kind, subject), _decoded(held)) for kind, subject, held in records)
        last = partial(_last, {log: frozen.position for log, frozen in logs.items()})
        return found + await self._beside(partial(other_entries, entries, kept, last))

    async def _beside(self, work: "partial[list[Finding]]") -> list[Finding]:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)


def _decoded(held: bytes) -> list[Entry]:
    """Nothing where it can't be read: then it differs from its first event on."""
    try:
        return decode(held)
    except (ValueError, TypeError):
        return []


def _last(positions: Mapping[str, int], log: str) -> int:
    return positions[log]


def _take_in(
    chain: Chain, raws: Iterable[bytes], township: str, entries: dict[Named, list[Entry]]
) -> list[Finding]:
    for raw in raws:
        envelope = chain.add(raw)
        if envelope is None or envelope.township != township:
            continue
        if (kept := kept_entry(envelope)) is not None:
            subject, entry = kept
            entries[subject].append(entry)
    return []
