"""Whether a proof shows that an event stood in a log, and by when: offline, by its key alone. Pure."""

from collections.abc import Iterable
from typing import Any

import orjson

from shared.merkle.checking import ProofWrong, root_by_inclusion
from shared.merkle.hashing import leaf_hash
from shared.sealing.checkpoint import Sealed, origin_of, read_sealed
from shared.sealing.proof import read_proof
from shared.signed_note import NoteInvalid, VerifierKey


def check_proof(proof: str, event: bytes, verifiers: Iterable[VerifierKey]) -> Sealed:
    """The checkpoint that covers the event. Raises `NoteInvalid`: what is read wrongly or does not fit."""
    read = read_proof(proof)
    sealed = read_sealed(read.note, verifiers)
    try:
        root = root_by_inclusion(leaf_hash(event), read.index, sealed.checkpoint.size, read.path)
    except ProofWrong as wrong:
        raise NoteInvalid("not_in_tree", str(wrong)) from None
    if root != sealed.checkpoint.root:
        raise NoteInvalid("not_in_tree", "these bytes do not stand there: another event, or an altered one")
    _names_its_place(event, sealed, read.index + 1)
    return sealed


def _names_its_place(event: bytes, sealed: Sealed, position: int) -> None:
    """An event says itself in which log it stands, and where."""
    try:
        said: Any = orjson.loads(event)
        place = origin_of(said["source"].removeprefix("/"), said["logid"]), said["position"]
    except (ValueError, KeyError, TypeError, AttributeError):
        raise NoteInvalid("no_event", "the bytes stand in the tree, and yet are no event") from None
    if place != (sealed.checkpoint.origin, position):
        raise NoteInvalid("no_event", f"the event says that it stands at {place[1]} of {place[0]}")
