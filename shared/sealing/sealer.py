"""Sealing: a new checkpoint is signed only once it is shown to continue the one before it."""

from collections.abc import Callable
from dataclasses import dataclass

from shared.canonical import digest
from shared.clock import Clock
from shared.event_log.connection import Connection
from shared.event_log.head import Head, read_head
from shared.instant import moment_at
from shared.logging import get_logger
from shared.merkle.checking import is_consistent
from shared.merkle.tiles import WIDTH
from shared.metrics import SEAL_REFUSED, SEALED_POSITION
from shared.problems import Rejected
from shared.sealing.checkpoint import Sealed, SealedCheckpoint, origin_of
from shared.sealing.comparing import check_kept, holds, read_kept
from shared.sealing.folder import SealFolder, name_of
from shared.sealing.keys import SealingKeys
from shared.sealing.refused import LogRefused, gone, incomplete, rewritten
from shared.sealing.tiles import TILES_AT_ONCE, await_turn, build, built
from shared.sealing.tree import consistency_path, root

_log = get_logger(__name__)

_AT_MOST_BEHIND = 16 * TILES_AT_ONCE * WIDTH
"""Events that sealing builds itself; further behind it waits for what builds them."""
_KNOWN = "insert into sealed_checkpoints values ($1) on conflict do nothing returning note"
_RAW = "select raw from events where position = $1"


def _always() -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Sealer:
    log: str
    folder: SealFolder
    keys: SealingKeys
    clock: Clock

    async def seal(self, connection: Connection, still: Callable[[], bool] = _always) -> Sealed | None:
        """The newest checkpoint, made just now where there was anything new; None of an empty log, or where
        it is not due any more once it is this process's turn.

        Within a transaction. Raises `LogRefused` where the log is not what was sealed, `Rejected` with
        `not_ready` while the tree is far behind.
        """
        await await_turn(connection)
        if not still():
            return None
        try:
            sealed = await self._seal_or_refuse(connection)
        except LogRefused as refused:
            SEAL_REFUSED.labels(self.log).set(1)
            _log.error("seal_refused", log=self.log, code=refused.code, zh=refused.zh, en=refused.en)
            raise
        SEAL_REFUSED.labels(self.log).set(0)
        if sealed is not None:
            SEALED_POSITION.labels(self.log).set(sealed.checkpoint.size)
        return sealed

    async def _seal_or_refuse(self, connection: Connection) -> Sealed | None:
        head = await read_head(connection)
        try:
            return await self._seal(connection, head)
        except LookupError as missing:
            raise incomplete(self.log, head.position, str(missing)) from None

    async def _seal(self, connection: Connection, head: Head) -> Sealed | None:
        if head.position == 0 and self.folder.newest() is None:
            return None
        await self._build(connection)
        await self._judge_what_was_set_aside(connection, head)
        before = await self._before(connection, head)
        key = self.keys.newest
        if before is not None and before.is_by(key.private) and before.checkpoint.size == head.position:
            return before
        checkpoint = await self._checkpoint(connection, head)
        if before is not None:
            await self._continues(connection, before.checkpoint, checkpoint)
        await self.keys.remember(connection, key, checkpoint)
        sealed = checkpoint.signed(key.private)
        await self._remember(connection, name_of(sealed))
        note = self.folder.keep(sealed)
        _log.info("log_sealed", log=self.log, size=checkpoint.size, note=note.name)
        return sealed

    async def _remember(self, connection: Connection, name: str) -> None:
        """What is known by its name was kept: made once more, nobody would see that it is gone."""
        if await connection.fetchval(_KNOWN, name) is None and name not in self.folder.names():
            raise gone(self.log, name)

    async def _before(self, connection: Connection, head: Head) -> Sealed | None:
        note = self.folder.newest()
        if note is None:
            return None
        sealed = await read_kept(connection, self.keys, head, note)
        await check_kept(connection, head, note, sealed.checkpoint)
        return sealed

    async def _build(self, connection: Connection) -> None:
        so_far = await built(connection)
        if so_far.behind > _AT_MOST_BEHIND:
            detail = f"默克尔树 the Merkle tree: {so_far.events} / {so_far.position}"
            raise Rejected("not_ready", detail=detail)
        while so_far.behind > 0:
            so_far = await build(connection)

    async def _checkpoint(self, connection: Connection, head: Head) -> SealedCheckpoint:
        raw = await connection.fetchval(_RAW, head.position)
        if raw is None:
            raise LookupError(f"the event at {head.position} is missing")
        # The log's own time may be ahead of the clock: nothing is sealed before it was recorded.
        sealed = max(self.clock.now(), moment_at(head.recorded))
        origin = origin_of(head.log, head.log_id)
        return SealedCheckpoint(
            origin, head.position, await root(connection, head.position), digest(raw), sealed
        )

    async def _continues(
        self, connection: Connection, before: SealedCheckpoint, new: SealedCheckpoint
    ) -> None:
        path = await consistency_path(connection, before.size, new.size)
        if not is_consistent(before.size, new.size, before.root, new.root, path):
            raise rewritten(self.log, before.size, f"{before.size} → {new.size}")

    async def _judge_what_was_set_aside(self, connection: Connection, head: Head) -> None:
        for note in list(self.folder.waiting()):
            try:
                sealed = (await read_kept(connection, self.keys, head, note)).checkpoint
            except LogRefused as refused:
                _log.error("not_judged", log=self.log, note=note.name, code=refused.code)
                continue
            if sealed.size > head.position:
                continue
            if await holds(connection, head, sealed):
                self.folder.bring_back(note)
                _log.info("checkpoint_holds_again", log=self.log, note=note.name)
            else:
                self.folder.give_up(note)
                _log.error("events_lost_since_sealed", log=self.log, note=note.name)
