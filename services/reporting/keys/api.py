"""The public keys, for everybody: with them a signed report is checked without asking anybody here."""

from fastapi import APIRouter, Request

from services.reporting.keys.answers import KeyAnswer, KeysAnswer
from services.reporting.keys.introducing import SigningKeys
from services.reporting.keys.known import KnownKey
from shared.instant import moment_at, write_instant

router = APIRouter(tags=["keys"])


@router.get("/keys", summary="The public keys; 公钥")
async def keys(request: Request) -> KeysAnswer:
    """Every key there has been, the oldest first, and for how long each is good."""
    signing_keys: SigningKeys = request.app.state.signing_keys
    known = await signing_keys.known()
    return KeysAnswer(keys=[_shown(each) for each in known.values()])


def _shown(key: KnownKey) -> KeyAnswer:
    return KeyAnswer(
        id=key.id,
        algorithm="Ed25519",
        public_key=key.public,
        purposes=list(key.purposes),
        valid_from=write_instant(moment_at(key.valid_from)),
        valid_until=_written(key.valid_until),
        revoked_from=_written(key.revoked_from),
    )


def _written(moment: int | None) -> str | None:
    return None if moment is None else write_instant(moment_at(moment))
