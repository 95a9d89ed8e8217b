"""Sealed checkpoints and proofs over HTTP: the newest checkpoint is for everybody, a proof is not."""

from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import PlainTextResponse

from shared.event_log.connection import Pool
from shared.event_log.head import read_head
from shared.facts.account import Account
from shared.http.parameters import Name, Number
from shared.identity.dependencies import require_role
from shared.operations.acts import acts_of
from shared.problems import Rejected
from shared.sealing.answers import CheckpointsAnswer, KeysAnswer, ProofAnswer, SealedAnswer
from shared.sealing.checkpoint import origin_of
from shared.sealing.comparing import read_kept
from shared.sealing.folder import read_note_file, size_of
from shared.sealing.proving import AskedFact, prove
from shared.sealing.refused import LogRefused, forged
from shared.sealing.rights import MAY_ASK
from shared.sealing.seal_now import seal_now
from shared.sealing.sealer import Sealer
from shared.sealing.wiring import LogTree
from shared.signed_note import VerifierKey
from shared.signing import ALGORITHM, read

SEALING_OPEN_PATHS = ("/checkpoints/latest",)
MOST_LISTED = 100
_PLAIN = "text/plain; charset=utf-8"

Operator = Annotated[Account, Depends(require_role("operator"))]
Reader = Annotated[Account, Depends(require_role("auditor", "operator"))]
Asker = Annotated[Account, Depends(require_role(*MAY_ASK))]

sealing_router = APIRouter(tags=["checkpoints"])
"""Expects the service's `LogTree` as `app.state.log_tree`, and its `pool`."""
keys_router = APIRouter(tags=["keys"])
"""For services whose keys do nothing but seal."""


@sealing_router.get(
    "/checkpoints/latest",
    response_class=PlainTextResponse,
    responses={404: {}, 409: {}, 503: {}},
    summary="The newest sealed checkpoint, for everybody to keep; 最新封存检查点",
)
async def latest(request: Request) -> PlainTextResponse:
    """A C2SP signed note: how many events stand in the log, the root over them, and by when. What this log's
    keys did not sign is not handed out, whoever put it into the folder."""
    sealer, pool = _sealer(request), _pool(request)
    note = sealer.folder.newest()
    if note is None:
        raise Rejected("not_found", what="checkpoint")
    async with pool.acquire() as connection:
        try:
            sealed = await read_kept(connection, sealer.keys, await read_head(connection), note)
        except LogRefused as refused:
            raise _as_problem(refused) from None
    return PlainTextResponse(sealed.note, media_type=_PLAIN)


@sealing_router.get("/checkpoints", summary="Sealed checkpoints, the smallest first; 封存检查点列表")
async def checkpoints(request: Request, _reader: Reader, after: Number = 0) -> CheckpointsAnswer:
    """Those that cover more than `after` events, up to 100; `next` goes on."""
    sealer = _sealer(request)
    notes = [note for note in sealer.folder.notes() if size_of(note) > after]
    page = notes[:MOST_LISTED]
    listed = [SealedAnswer(size=size_of(note), note=_text(sealer.log, note)) for note in page]
    return CheckpointsAnswer(checkpoints=listed, next=size_of(page[-1]) if len(notes) > len(page) else None)


@sealing_router.post("/checkpoints", summary="Seal the log now; 立即封存")
async def seal(request: Request, operator: Operator) -> SealedAnswer:
    """The newest checkpoint, made now where the log has grown or the key is new."""
    tree, sealer = _tree(request), _sealer(request)
    async with acts_of(request).on_record(operator, "log_sealed", of_all_towns=True) as record:
        try:
            sealed = await seal_now(tree, sealer)
        except LogRefused as refused:
            raise _as_problem(refused) from None
        record.outcome["sealed"] = sealed.checkpoint.size
    return SealedAnswer(size=sealed.checkpoint.size, note=sealed.note)


@sealing_router.get("/proofs", summary="A fact's proof for outsiders, with the event's bytes; 事实的存在证明")
async def proof(
    request: Request,
    account: Asker,
    source: Annotated[Name | None, Query(description="The fact's source, with its id.")] = None,
    id: Annotated[Name | None, Query(description="The fact's id.")] = None,  # noqa: A002 - the contract's name
    publisher: Annotated[Name | None, Query(description="Whose, where several have them.")] = None,
    position: Annotated[Number | None, Query(description="Or the event's position.")] = None,
    newest: Annotated[
        bool, Query(description="By the newest checkpoint, not the first that covers it.")
    ] = False,
) -> ProofAnswer:
    """For auditors, operators and the safety office facts of their town, for others those of their own
    organisation. What is not there, and what may not be seen, is `not_found`."""
    asked = _asked(source, id, publisher, position)
    sealer, pool = _sealer(request), _pool(request)
    async with (
        pool.acquire() as connection,
        connection.transaction(isolation="repeatable_read", readonly=True),
    ):
        proved = await prove(connection, sealer, account, asked, newest=newest)
    return ProofAnswer(
        log=sealer.log, position=proved.position, proof=proved.proof.text, event=proved.event.decode()
    )


@keys_router.get("/keys", responses={503: {}}, summary="The public keys of checkpoints; 公钥")
async def keys(request: Request) -> KeysAnswer:
    """Of every key that ever sealed, the one that seals now last; `verifier` is what tools for notes take."""
    sealer, pool = _sealer(request), _pool(request)
    async with pool.acquire() as connection:
        head = await read_head(connection)
        known = await sealer.keys.public(connection)
    origin = origin_of(head.log, head.log_id)
    return KeysAnswer.model_validate({"keys": [_key(id_, public, origin) for id_, public in known.items()]})


def _key(id_: str, public: str, origin: str) -> dict[str, Any]:
    verifier = str(VerifierKey(origin, read(public)))
    return {"id": id_, "algorithm": ALGORITHM, "public_key": public, "verifier": verifier}


def _asked(
    source: str | None, id_: str | None, publisher: str | None, position: int | None
) -> AskedFact | int:
    match source, id_, position:
        case None, None, int() if publisher is None:
            return position
        case str(), str(), None:
            return AskedFact(source, id_, publisher)
        case _:
            detail = "需要 source 与 id，或 position it takes source and id, or a position"
            raise Rejected("invalid_request", field="source", detail=detail)


def _text(log: str, note: Path) -> str:
    try:
        return read_note_file(note)
    except (OSError, ValueError) as error:
        raise _as_problem(forged(log, note.name, str(error))) from None


def _as_problem(refused: LogRefused) -> Rejected:
    return Rejected("log_not_as_sealed", detail=f"{refused.zh} {refused.en}")


def _tree(request: Request) -> LogTree:
    tree: LogTree = request.app.state.log_tree
    return tree


def _pool(request: Request) -> Pool:
    pool: Pool = request.app.state.pool
    return pool


def _sealer(request: Request) -> Sealer:
    sealer = _tree(request).sealer
    if sealer is None:
        raise Rejected("not_ready", detail="没有封存目录或密钥 there is no folder of checkpoints, or no key")
    return sealer
