"""The keys that seal: the private halves of the file, and the public ones of all that ever sealed."""

from shared.event_log.connection import Connection
from shared.identity.watched_file import WatchedFile
from shared.sealing.checkpoint import SealedCheckpoint
from shared.settings import Settings
from shared.signed_note import VerifierKey
from shared.signing import SigningKey, read, read_keys

_KNOWN = "select key_id, public_key from sealing_keys order by first_size, key_id"
_REMEMBER = "insert into sealing_keys values ($1, $2, $3) on conflict do nothing"


class SealingKeys:
    """Lost with its file, a key stays known by its public half, in the database that its seals are of."""

    def __init__(self, file: WatchedFile[list[SigningKey]]) -> None:
        self._file = file

    @classmethod
    def of(cls, settings: Settings) -> "SealingKeys | None":
        path = settings.signing_keys_file
        return None if path is None else cls(WatchedFile(path, read_keys))

    @property
    def newest(self) -> SigningKey:
        return self._file.content()[-1]

    async def public(self, connection: Connection) -> dict[str, str]:
        """By id, the one that seals now last."""
        known = {row["key_id"]: row["public_key"] for row in await connection.fetch(_KNOWN)}
        for key in self._file.content():
            known.pop(key.id, None)
            known[key.id] = key.public
        return known

    def own(self, origin: str) -> set[str]:
        """The hashes of those whose private half is at hand."""
        return {VerifierKey(origin, read(key.public)).hash.hex() for key in self._file.content()}

    async def have_sealed(self, connection: Connection) -> bool:
        return bool(await connection.fetchval("select exists (select from sealing_keys)"))

    async def verifiers(self, connection: Connection, origin: str) -> list[VerifierKey]:
        return [VerifierKey(origin, read(public)) for public in (await self.public(connection)).values()]

    async def remember(self, connection: Connection, key: SigningKey, sealed: SealedCheckpoint) -> None:
        """Before what it sealed is kept."""
        await connection.execute(_REMEMBER, key.id, key.public, sealed.size)
