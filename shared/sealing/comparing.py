"""Whether a log is the one that was sealed: its tree and its chain where a kept checkpoint ends."""

from collections.abc import Sequence
from pathlib import Path

from shared.canonical import digest
from shared.event_log.connection import Connection
from shared.event_log.head import Head
from shared.sealing.checkpoint import Sealed, SealedCheckpoint, origin_of, read_sealed
from shared.sealing.folder import read_note_file, size_of
from shared.sealing.keys import SealingKeys
from shared.sealing.refused import another, forged, rewritten, shorter
from shared.sealing.tree import NotBuilt, root
from shared.signed_note import NoteInvalid, VerifierKey

_RAW = "select raw from events where position = $1"


async def read_kept(connection: Connection, keys: SealingKeys, head: Head, note: Path) -> Sealed:
    """A kept checkpoint of this very log. Raises `LogRefused`."""
    verifiers = await keys.verifiers(connection, origin_of(head.log, head.log_id))
    return kept_of(head, note, verifiers)


def kept_of(head: Head, note: Path, verifiers: Sequence[VerifierKey]) -> Sealed:
    """By keys that were looked up. Raises `LogRefused`."""
    try:
        text = read_note_file(note)
    except (OSError, ValueError) as error:
        raise forged(head.log, note.name, str(error)) from None
    origin, ours = text.partition("\n")[0], origin_of(head.log, head.log_id)
    if origin != ours and head.position == 0:
        # A log that was lost whole has a new id, until it is refilled from its stream.
        raise shorter(head.log, 0, size_of(note), note.name)
    if origin != ours and origin.startswith("paicha/"):
        raise another(head.log, origin, note.name)
    try:
        sealed = read_sealed(text, verifiers)
    except NoteInvalid as invalid:
        raise forged(head.log, note.name, str(invalid)) from None
    if sealed.checkpoint.size != size_of(note):
        raise forged(head.log, note.name, "its name is another's")
    return sealed


async def check_kept(connection: Connection, head: Head, note: Path, sealed: SealedCheckpoint) -> None:
    """Raises `LogRefused` where log and checkpoint disagree, `NotBuilt` where tiles are missing."""
    if sealed.size > head.position:
        raise shorter(head.log, head.position, sealed.size, note.name)
    raw = await connection.fetchval(_RAW, sealed.size)
    if raw is None or digest(raw) != sealed.chain or await root(connection, sealed.size) != sealed.root:
        raise rewritten(head.log, sealed.size, note.name)


async def holds(connection: Connection, head: Head, sealed: SealedCheckpoint) -> bool:
    """Whether the log has come to hold what was sealed before it was put back."""
    try:
        return sealed.size <= head.position and await root(connection, sealed.size) == sealed.root
    except NotBuilt:
        return False
