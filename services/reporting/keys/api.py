"""The public keys, for everybody: with them a signed report is checked without asking anybody here."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from services.reporting.keys.answers import KeyAnswer, KeysAnswer
from services.reporting.keys.asking import RevokeAsked
from services.reporting.keys.introducing import SigningKeys
from services.reporting.keys.known import KnownKey
from services.reporting.reading.asking import AsDeclared
from services.reporting.reading.moment_asked import moment_asked
from shared.event_log.head import read_head
from shared.facts.account import Account
from shared.http.parameters import Name
from shared.identity.dependencies import require_role
from shared.instant import moment_at, write_instant
from shared.sealing.checkpoint import origin_of
from shared.signed_note import VerifierKey
from shared.signing import read

Operator = Annotated[Account, Depends(require_role("operator"))]

router = APIRouter(tags=["keys"])


@router.get("/keys", summary="The public keys; 公钥")
async def keys(request: Request) -> KeysAnswer:
    """Every key there has been, the oldest first, and for how long each is good."""
    signing_keys: SigningKeys = request.app.state.signing_keys
    known = await signing_keys.known()
    async with request.app.state.pool.acquire() as connection:
        head = await read_head(connection)
    origin = origin_of(head.log, head.log_id)
    return KeysAnswer(keys=[_shown(each, origin) for each in known.values()])


@router.post(
    "/keys/{key_id}/revocation",
    response_model=KeysAnswer,
    dependencies=[AsDeclared],
    responses={403: {}, 404: {}},
    summary="Revoke a key; 吊销密钥",
)
async def revoke(request: Request, account: Operator, key_id: Name, body: RevokeAsked) -> Response:
    """What it signed before that moment stays valid here; paper can't tell when it was signed."""
    signing_keys: SigningKeys = request.app.state.signing_keys
    revoked_from = moment_asked("revoked_from", body.revoked_from)
    await signing_keys.revoke(account, key_id, revoked_from, body.reason)
    answer = await keys(request)
    return Response(answer.model_dump_json(), media_type="application/json")


def _shown(key: KnownKey, origin: str) -> KeyAnswer:
    return KeyAnswer(
        id=key.id,
        algorithm="Ed25519",
        public_key=key.public,
        purposes=list(key.purposes),
        valid_from=write_instant(moment_at(key.valid_from)),
        valid_until=_written(key.valid_until),
        revoked_from=_written(key.revoked_from),
        verifier=str(VerifierKey(origin, read(key.public))),
    )


def _written(moment: int | None) -> str | None:
    return None if moment is None else write_instant(moment_at(moment))
