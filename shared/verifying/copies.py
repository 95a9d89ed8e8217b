"""Where a log and its copies lie, as the process that verifies is told on its standard input."""

import msgspec

from shared.settings import Settings


class Copies(msgspec.Struct, frozen=True):
    dsn: str
    """Of a role that may read the log."""
    nats_url: str
    nats_user: str
    nats_password: str
    blobs: str | None
    """The folder of the files that the log names."""

    @classmethod
    def of(cls, settings: Settings) -> "Copies":
        blobs = None if settings.blobs_dir is None else str(settings.blobs_dir)
        password = settings.nats_password.get_secret_value()
        return cls(settings.database_dsn, settings.nats_url, settings.nats_user, password, blobs)

    def written(self) -> bytes:
        return msgspec.json.encode(self)

    @classmethod
    def read(cls, raw: bytes) -> "Copies":
        return msgspec.json.decode(raw, type=cls)
