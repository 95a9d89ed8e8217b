"""A whole log on all processors: every row, and what must agree with it. A part finds one thing at most, the
first: behind a broken chain there is nothing to compare with."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import asyncpg
from nats.aio.client import Client

from shared.event_log.connection import SESSION, Connection
from shared.event_log.head import Head, read_head
from shared.merkle.tiles import WIDTH
from shared.verifying.archived import ARCHIVE_CHECKS, ArchiveCheck, Archived
from shared.verifying.begin import Begin, begin_behind
from shared.verifying.finding import Finding, first_of
from shared.verifying.processors import Processors, processors
from shared.verifying.published import Published, SignIn, check_state, compared
from shared.verifying.seals import SEAL_CHECKS, Kept, Seals, check_seals
from shared.verifying.stored import check_facts, check_head, check_versions
from shared.verifying.tiles import TREE_CHECKS, built_events, check_beyond
from shared.verifying.told import Ended, Found, Part, Passed, Progress, Tell
from shared.verifying.walk import WALK_CHECKS
from shared.verifying.walking import AtSize, Outcome, Walking

STRETCH = 80 * WIDTH
STORED_CHECKS = ("head", "versions", "facts")
STREAM_CHECKS = ("stream_state", "published")
LOG_CHECKS = (
    *WALK_CHECKS, *STORED_CHECKS, *TREE_CHECKS, *SEAL_CHECKS, *ARCHIVE_CHECKS, *STREAM_CHECKS,
)  # fmt: skip

_NOT_SEALED = "本部署没有封存目录或签名密钥 this deployment has no folder of checkpoints or no signing keys"
_NO_ARCHIVE = "本部署没有归档 this deployment keeps no archive"
_NOT_ARCHIVED = "尚未归档 nothing was archived yet"


@dataclass(frozen=True, slots=True)
class Whole:
    dsn: str
    """Of a role that may read the log."""
    bus: Client
    sign_in: SignIn
    """As which the bus was connected to: other processes do likewise."""
    tell: Tell
    seals: Seals | None = None
    archive: str | None = None
    """Where it lies; it can't be read without `seals`, whose keys signed it."""
    from_sealed: bool = False
    """Only what came after the newest sealed checkpoint that holds."""
    checks: Collection[str] = LOG_CHECKS
    stretch: int = STRETCH
    """Events that one process walks at a time."""

    async def verify(self) -> bool:
        """Whether all holds. What is recorded meanwhile is left to the next time."""
        connection = await asyncpg.connect(self.dsn, timeout=10, server_settings=SESSION)
        try:
            with processors() as on:
                return await _Verifying(self, connection, on).run()
        finally:
            await connection.close()


@dataclass(slots=True)
class _Verifying:
    asked: Whole
    connection: Connection
    processors: Processors
    holds: bool = True

    async def run(self) -> bool:
        seals = self.asked.seals
        notes = [] if seals is None else seals.folder.notes()
        missing = [] if seals is None else await seals.missing(self.connection)
        head = await read_head(self.connection)
        built = min(await built_events(self.connection), head.position)
        kept = [] if seals is None else await seals.read(self.connection, head, notes)
        begin = await self._begin(kept)
        since = begin.before.position
        archived = await self._archived(head)
        sizes = {each.size for each in kept if each.checkpoint is not None and each.size <= head.position}
        sizes |= set() if archived is None else set(archived.sizes(head))
        asked = self.asked
        walking = Walking(
            asked.dsn, head, begin, asked.checks, asked.stretch, sizes, asked.tell, self.processors
        )
        walked = await walking.run(self.connection, built)
        self._say("log", walked.log or await self._stored(head, since, walked))
        self._say("tree", await self._tree(walked))
        self._seals(check_seals(kept, missing, head, since, walked.sizes, asked.checks))
        await self._archive(archived, head, since, walked.sizes)
        self._say("stream", await self._stream(head, since))
        asked.tell(Ended(head.position, head.hash, since))
        return self.holds

    def _say(self, part: Part, finding: Finding | None) -> None:
        if finding is not None:
            self.holds = False
            self.asked.tell(Found(part, *finding))

    async def _begin(self, kept: Sequence[Kept]) -> Begin:
        if not self.asked.from_sealed:
            return Begin()
        sealed = [each.checkpoint for each in reversed(kept) if each.checkpoint is not None]
        return await begin_behind(self.connection, sealed)

    async def _archived(self, head: Head) -> Archived | None:
        seals, place = self.asked.seals, self.asked.archive
        if place is None or seals is None:
            return None
        return await Archived.of(place, seals.keys, self.connection, head)

    async def _stored(self, head: Head, since: int, walked: Outcome) -> Finding | None:
        """What only makes sense where the rows are sound."""
        checks = self.asked.checks
        if "head" in checks and (finding := check_head(head, walked.end)) is not None:
            return finding
        if "versions" in checks and (finding := await check_versions(self.connection, since)) is not None:
            return finding
        if "facts" in checks:
            return await check_facts(self.connection, since, head.position, walked.facts)
        return None

    async def _tree(self, walked: Outcome) -> Finding | None:
        beyond = await check_beyond(self.connection) if "tiles_beyond" in self.asked.checks else None
        return first_of((walked.tree, beyond))

    def _seals(self, finding: Finding | None) -> None:
        if self.asked.seals is None:
            self.asked.tell(Passed("seals", _NOT_SEALED))
        self._say("seals", finding)

    async def _archive(
        self, archived: Archived | None, head: Head, since: int, sizes: Mapping[int, AtSize]
    ) -> None:
        asked = self.asked
        if archived is None:
            kept = asked.archive is not None and asked.seals is not None
            asked.tell(Passed("archive", _NOT_ARCHIVED if kept else _NO_ARCHIVE))
            return
        check = ArchiveCheck(archived, self.connection, head, since, asked.checks, asked.tell)
        self._say("archive", await check.run(sizes.get))

    async def _stream(self, head: Head, since: int) -> Finding | None:
        checks, bus = self.asked.checks, self.asked.bus
        if (
            "stream_state" in checks
            and (finding := await check_state(bus, self.connection, head)) is not None
        ):
            return finding
        if "published" not in checks:
            return None
        async for stretch, finding in compared(self._published(head, since), self.processors):
            if finding is not None:
                return finding
            self.asked.tell(Progress("stream", stretch.last, head.position))
        return None

    def _published(self, head: Head, since: int) -> Sequence[Published]:
        asked = self.asked
        return [
            Published(
                asked.dsn, asked.sign_in, head.log, first, min(first + asked.stretch - 1, head.position)
            )
            for first in range(since + 1, head.position + 1, asked.stretch)
        ]
