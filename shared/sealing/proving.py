"""One event with its proof, for who may have it: by its position, or by the fact that it records."""

from dataclasses import dataclass

from shared.event_log.connection import Connection
from shared.event_log.head import read_head
from shared.event_log.read import read_facts_of_any_publisher
from shared.events.envelope import Envelope
from shared.facts.account import Account
from shared.problems import Rejected
from shared.sealing.check import check_proof
from shared.sealing.comparing import read_kept
from shared.sealing.proof import Proof
from shared.sealing.refused import LogRefused
from shared.sealing.rights import may_prove
from shared.sealing.sealer import Sealer
from shared.sealing.tree import NotBuilt, inclusion_path
from shared.signed_note import NoteInvalid, VerifierKey

_RAWS = "select position, raw from events where position = any($1::bigint[]) order by position"


@dataclass(frozen=True, slots=True)
class Proved:
    position: int
    event: bytes
    proof: Proof


@dataclass(frozen=True, slots=True)
class AskedFact:
    source: str
    id: str
    publisher: str | None


async def prove(
    connection: Connection, sealer: Sealer, account: Account, asked: AskedFact | int, *, newest: bool
) -> Proved:
    """By the first checkpoint that covers it, which says the most; or by the newest. Raises `Rejected`."""
    position, raw = await _visible(connection, account, asked)
    note = sealer.folder.newest() if newest else sealer.folder.first_from(position)
    head = await read_head(connection)
    try:
        sealed = None if note is None else await read_kept(connection, sealer.keys, head, note)
    except LogRefused as refused:
        raise Rejected("log_not_as_sealed", detail=f"{refused.zh} {refused.en}") from None
    if sealed is None or sealed.checkpoint.size < position:
        raise Rejected("not_sealed", what=f"{sealer.log}:{position}")
    try:
        path = await inclusion_path(connection, position - 1, sealed.checkpoint.size)
    except NotBuilt as missing:
        raise Rejected("not_ready", detail=str(missing)) from None
    return _checked(Proved(position, raw, Proof(position - 1, path, sealed.note)), sealed.signer)


def _checked(proved: Proved, signer: VerifierKey) -> Proved:
    """What does not hold is given to nobody."""
    try:
        check_proof(proved.proof.text, proved.event, [signer])
    except NoteInvalid as invalid:
        raise Rejected("log_not_as_sealed", detail=str(invalid)) from None
    return proved


async def _visible(connection: Connection, account: Account, asked: AskedFact | int) -> tuple[int, bytes]:
    """What is not there, and what this account may not see, is `not_found` alike."""
    if isinstance(asked, int):
        found, what = await _seen(connection, account, [asked]), str(asked)
    else:
        found, what = await _of_fact(connection, account, asked), f"{asked.source} {asked.id}"
    if not found:
        raise Rejected("not_found", what=what)
    if len(found) > 1:
        publishers = sorted({Envelope.from_bytes(raw).publisher for _, raw in found})
        raise Rejected("publisher_needed", fact=what, publishers="、".join(publishers))
    return found[0]


async def _of_fact(connection: Connection, account: Account, asked: AskedFact) -> list[tuple[int, bytes]]:
    facts = await read_facts_of_any_publisher(connection, asked.source, asked.id)
    wanted = [fact for fact in facts if asked.publisher in (None, fact.key.publisher)]
    return await _seen(connection, account, [fact.position for fact in wanted if fact.position is not None])


async def _seen(connection: Connection, account: Account, positions: list[int]) -> list[tuple[int, bytes]]:
    rows = await connection.fetch(_RAWS, positions)
    return [(row["position"], row["raw"]) for row in rows if _may_see(account, row["raw"])]


def _may_see(account: Account, raw: bytes) -> bool:
    envelope = Envelope.from_bytes(raw)
    return may_prove(account, envelope.township, envelope.actor_organisation)
