"""The key that is signed with now: introduced in the log before it signs, its predecessors retired."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from services.reporting.keys.known import DEPLOYMENT, KnownKey, evolve
from services.reporting.keys.signing import ALGORITHM, PURPOSES, SigningKey
from services.reporting.own_log.recording import Recorder, Told
from services.reporting.own_log.streams import Streams, occurred_of
from shared.canonical import digest
from shared.event_log.connection import Connection, Pool
from shared.events.base import Event
from shared.events.envelope import Envelope
from shared.events.reporting import KeyIntroduced, KeyRetired
from shared.events.stream_id import stream_of
from shared.facts.account import Account
from shared.facts.fact import FactKey
from shared.identity.watched_file import WatchedFile
from shared.instant import microseconds
from shared.problems import Rejected

STREAM = stream_of(DEPLOYMENT, "key", "signing")
_SERVICE = Account("reporting", DEPLOYMENT, "operator", frozenset())


class SigningKeys:
    """`file` is None where the deployment has none: then nothing can be signed."""

    def __init__(self, file: WatchedFile[list[SigningKey]] | None, recorder: Recorder, pool: Pool) -> None:
        self._file, self._recorder, self._pool = file, recorder, pool
        self._streams = Streams[Mapping[str, KnownKey]]({}, _evolved)

    async def known(self) -> Mapping[str, KnownKey]:
        """Every key there has been, by id."""
        async with self._pool.acquire() as connection:
            return await self._streams.read(connection, STREAM)

    async def current(self, arrived: datetime) -> SigningKey:
        """For what arrived then; introduced by now. `not_ready` where there is none, or it was revoked."""
        if self._file is None:
            raise Rejected("not_ready", detail="没有签名密钥 there is no signing key")
        key = self._file.content()[-1]
        known = (await self.known()).get(key.id)
        if known is None:
            await self._introduce(key, arrived)
        elif known.valid_until is not None or known.revoked_from is not None:
            detail = "签名密钥已停用，请先更换 the signing key is no longer valid: rotate it"
            raise Rejected("not_ready", detail=detail)
        return key

    async def _introduce(self, key: SigningKey, arrived: datetime) -> None:
        """It is good from the arrival of the first report on that it signs."""

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
            occurred=arrived,
            correlation=key.id,
        )
        await self._recorder.record(told, decide)


def _evolved(keys: Mapping[str, KnownKey], event: Event, envelope: Envelope) -> Mapping[str, KnownKey]:
    return evolve(keys, event, occurred_of(envelope), microseconds(envelope.recorded))
