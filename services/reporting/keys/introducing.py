"""The key that is signed with now: introduced in the log before it signs, its predecessors retired."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime

from pydantic import ValidationError

from services.reporting.keys.known import DEPLOYMENT, KnownKey, evolve
from services.reporting.keys.purposes import PURPOSES, SUBMISSION
from services.reporting.own_log.recording import Recorder, Told
from services.reporting.own_log.streams import Streams, occurred_of
from shared.bus.cancellation import heed_cancellation
from shared.canonical import digest
from shared.clock import Clock
from shared.event_log.connection import DATABASE_AWAY, Connection, Pool
from shared.events.base import Event
from shared.events.envelope import Envelope
from shared.events.reporting import KeyIntroduced, KeyRetired, KeyRevoked
from shared.events.stream_id import stream_of
from shared.facts.account import Account
from shared.facts.fact import FactKey
from shared.identity.watched_file import WatchedFile
from shared.instant import microseconds, write_instant
from shared.logging import get_logger
from shared.problems import Rejected
from shared.signing import ALGORITHM, SigningKey

_log = get_logger(__name__)

_LOOK_SECONDS = 1.0
STREAM = stream_of(DEPLOYMENT, "key", "signing")
_SERVICE = Account("reporting", DEPLOYMENT, "operator", frozenset())


class SigningKeys:
    """`file` is None where the deployment has none: then nothing can be signed."""

    def __init__(
        self, file: WatchedFile[list[SigningKey]] | None, recorder: Recorder, pool: Pool, clock: Clock
    ) -> None:
        self._file, self._recorder, self._pool, self._clock = file, recorder, pool, clock
        self._streams = Streams[Mapping[str, KnownKey]]({}, _evolved)

    async def known(self) -> Mapping[str, KnownKey]:
        """Every key there has been, by id."""
        async with self._pool.acquire() as connection:
            return await self._streams.read(connection, STREAM)

    async def run(self, until_writable: Callable[[], Awaitable[None]]) -> None:
        """Until cancelled: a key that is new in the file is introduced before anybody asks for it."""
        while True:
            heed_cancellation()
            try:
                await until_writable()
                if self._file is not None:
                    await self._introduced(self._file.content()[-1], self._clock.now())
            except (Rejected, *DATABASE_AWAY) as error:
                _log.warning("signing_key_not_introduced", error=repr(error))
            await asyncio.sleep(_LOOK_SECONDS)

    async def good_at(self, moment: datetime) -> SigningKey:
        """What is signed then is signed with. Raises `not_ready` where there is none."""
        if self._file is None:
            raise Rejected("not_ready", detail="没有签名密钥 there is no signing key")
        keys = self._file.content()
        await self._introduced(keys[-1], moment)
        known = await self.known()
        for key in reversed(keys):
            if key.id in known and known[key.id].was_good(SUBMISSION, microseconds(moment)):
                return key
        detail = "签名密钥已停用，请先更换 no signing key is valid: rotate it"
        raise Rejected("not_ready", detail=detail)

    async def revoke(self, account: Account, key_id: str, revoked_from: datetime, reason: str) -> None:
        """Told again it changes nothing. Raises `not_found` for a key that never signed here."""

        async def decide(connection: Connection) -> Sequence[Event]:
            if key_id not in await self._streams.read(connection, STREAM):
                raise Rejected("not_found", what=key_id)
            try:
                return [KeyRevoked(key_id=key_id, revoked_from=write_instant(revoked_from), reason=reason)]
            except ValidationError as error:
                raise Rejected("invalid_request", field="reason", detail=error.errors()[-1]["msg"]) from None

        told = Told(
            account=account,
            township=DEPLOYMENT,
            stream=STREAM,
            key=FactKey(account.name, "revoked-keys", f"{key_id} {write_instant(revoked_from)}"),
            digest=digest(f"{key_id} {write_instant(revoked_from)}".encode()),
            occurred=self._clock.now(),
            correlation=key_id,
        )
        await self._recorder.record(told, decide)

    async def _introduced(self, key: SigningKey, moment: datetime) -> None:
        if key.id not in await self.known():
            await self._introduce(key, moment)

    async def _introduce(self, key: SigningKey, moment: datetime) -> None:
        async def decide(connection: Connection) -> Sequence[Event]:
            known = await self._streams.read(connection, STREAM)
            retired = [each.id for each in known.values() if each.valid_until is None]
            introduced = KeyIntroduced(
                key_id=key.id, algorithm=ALGORITHM, public_key=key.public, purposes=list(PURPOSES)
            )
            return [*(KeyRetired(key_id=each) for each in retired), introduced]

        told = Told(
            account=_SERVICE,
            township=DEPLOYMENT,
            stream=STREAM,
            key=FactKey(_SERVICE.name, "signing-keys", key.id),
            digest=digest(key.public.encode()),
            occurred=moment,
            correlation=key.id,
        )
        await self._recorder.record(told, decide)


def _evolved(keys: Mapping[str, KnownKey], event: Event, envelope: Envelope) -> Mapping[str, KnownKey]:
    return evolve(keys, event, occurred_of(envelope), microseconds(envelope.recorded))
