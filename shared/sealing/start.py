"""The check before the first append: is this log the one that the newest kept checkpoint is of?"""

from collections.abc import Sequence
from pathlib import Path

from shared.event_log.connection import Connection
from shared.event_log.head import Head, read_head
from shared.logging import get_logger
from shared.metrics import TILES_REBUILT
from shared.sealing.checkpoint import SealedCheckpoint, origin_of
from shared.sealing.comparing import check_kept, read_kept
from shared.sealing.folder import SealFolder, signer_of, size_of
from shared.sealing.growing import grow
from shared.sealing.keys import SealingKeys
from shared.sealing.mending import RowsDiffer, make_again, tiles_gone
from shared.sealing.refused import incomplete, rewritten
from shared.sealing.restored import forget_word, read_word
from shared.sealing.tiles import await_turn
from shared.sealing.tree import NotBuilt

_log = get_logger(__name__)


async def check_start(connection: Connection, folder: SealFolder, keys: SealingKeys) -> None:
    """Raises `LogRefused`. Milliseconds, unless tiles are missing: they are made of the log's rows again."""
    head = await read_head(connection)
    _take_word(folder, head)
    notes = _to_compare(folder, keys, head)
    if not notes:
        if await keys.have_sealed(connection):
            _log.warning("checkpoints_gone", log=head.log, folder=str(folder.path), position=head.position)
    elif await tiles_gone(connection):
        await _check_with_tiles_made_again(connection, keys, head, notes)
    else:
        await _check(connection, keys, head, notes)


async def _check_with_tiles_made_again(
    connection: Connection, keys: SealingKeys, head: Head, notes: Sequence[Path]
) -> None:
    """They stay only where the log is then found to be the one that was sealed."""
    newest = notes[0]
    async with connection.transaction():
        await await_turn(connection)
        gone = await tiles_gone(connection)  # once more: another process may have had its turn
        try:
            await make_again(connection, gone)
        except RowsDiffer:
            raise rewritten(head.log, size_of(newest), newest.name) from None
        except LookupError as missing:
            raise incomplete(head.log, size_of(newest), str(missing)) from None
        await _check(connection, keys, head, notes)
    if gone:
        first = min(each.first_position for each in gone)
        TILES_REBUILT.labels(head.log).set(len(gone))
        _log.warning(
            "tiles_rebuilt", log=head.log, tiles=len(gone), first=first, as_sealed_up_to=size_of(newest)
        )


async def _check(connection: Connection, keys: SealingKeys, head: Head, notes: Sequence[Path]) -> None:
    for note in notes:
        sealed = (await read_kept(connection, keys, head, note)).checkpoint
        try:
            await check_kept(connection, head, note, sealed)
        except NotBuilt:
            await _check_once_built(connection, head, note, sealed)
        _log.info("log_as_sealed", log=head.log, size=sealed.size, position=head.position)


def _to_compare(folder: SealFolder, keys: SealingKeys, head: Head) -> list[Path]:
    """The newest, and the newest by a key of the service's own file: one that the database alone knows may be
    a lost one, or that of somebody who owns the database."""
    notes, own = folder.notes(), keys.own(origin_of(head.log, head.log_id))
    by_own = [note for note in notes if signer_of(note) in own]
    return list(dict.fromkeys([*notes[-1:], *by_own[-1:]]))


async def _check_once_built(connection: Connection, head: Head, note: Path, sealed: SealedCheckpoint) -> None:
    """Tables of an older backup, or emptied ones: the tree is made of the bytes again."""
    try:
        await grow(connection, head.log)
        await check_kept(connection, head, note, sealed)
    except LookupError as missing:
        raise incomplete(head.log, sealed.size, str(missing)) from None


def _take_word(folder: SealFolder, head: Head) -> None:
    """What an operator said of a restored backup holds once, and for the checkpoint that it names."""
    word, newest = read_word(folder.path), folder.newest()
    if word is None:
        return
    if newest is not None and newest.name == word.newest and size_of(newest) > head.position:
        moved = [note.name for note in folder.move_aside(head.position)]
        _log.warning("log_restored", log=head.log, position=head.position, reason=word.reason, moved=moved)
    else:
        _log.warning("word_of_restoring_not_needed", log=head.log, position=head.position)
    forget_word(folder.path)
