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
    seals: str | None = None
    """The folder of its sealed checkpoints."""
    signing_keys: str | None = None
    """The file of the keys that sealed them and the archive; their public halves are taken from it."""
    archive: str | None = None
    """Where the log's archive lies."""
    scratch: str | None = None
    """The folder of what is put aside while figures are folded."""

    @classmethod
    def of(cls, settings: Settings, log: str) -> "Copies":
        archive = None if settings.archive is None else f"{settings.archive.rstrip('/')}/{log}"
        return cls(
            settings.database_dsn,
            settings.nats_url,
            settings.nats_user,
            settings.nats_password.get_secret_value(),
            None if settings.blobs_dir is None else str(settings.blobs_dir),
            None if settings.seals_dir is None else str(settings.seals_dir),
            None if settings.signing_keys_file is None else str(settings.signing_keys_file),
            archive,
            None if settings.shadow_dir is None else str(settings.shadow_dir),
        )


class Asked(msgspec.Struct, frozen=True):
    """What is to be verified."""

    copies: Copies
    from_sealed: bool
    """Only what came after the newest sealed checkpoint that holds."""

    def written(self) -> bytes:
        return msgspec.json.encode(self)

    @classmethod
    def read(cls, raw: bytes) -> "Asked":
        return msgspec.json.decode(raw, type=cls)
