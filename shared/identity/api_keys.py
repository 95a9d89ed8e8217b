"""Machine keys: dashboards, scrapers and small publishers. Only the SHA-256 of a key is kept.

A key is 256 random bits, so a plain hash is enough: there is nothing to guess.
"""

from hashlib import sha256
from hmac import compare_digest
from pathlib import Path
from secrets import token_urlsafe

from pydantic import BaseModel, ConfigDict, Field

from shared.facts.account import CAMPAIGN_FILE, PERSONS_SIGN, Account, Role
from shared.identity.watched_file import WatchedFile
from shared.logging import get_logger
from shared.settings import Settings

_log = get_logger(__name__)

PREFIX = "pk_"


class ApiKey(BaseModel):
    """One line of the keys' file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(pattern=r"^[!-~]{1,200}$")
    hash: str = Field(pattern=r"^sha256:[0-9a-f]{64}$")
    township: str = Field(pattern=r"^[A-Za-z0-9_-]{1,32}$")
    role: Role
    organisations: list[str] = []

    def account(self) -> Account:
        return Account(self.name, self.township, self.role, frozenset(self.organisations), "key")


class _KeysFile(BaseModel):
    model_config = ConfigDict(extra="forbid")

    keys: list[ApiKey]


class ApiKeys:
    """The keys of one file; an edit of it takes effect at the next call."""

    def __init__(self, path: Path) -> None:
        self._file = WatchedFile(path, _usable)

    @classmethod
    def of(cls, settings: Settings) -> "ApiKeys | None":
        return None if settings.api_keys_file is None else cls(settings.api_keys_file)

    def account(self, key: str) -> Account | None:
        """Every key is compared, in constant time, so that the time taken tells nothing."""
        given = hash_of(key)
        found: Account | None = None
        for known in self._file.content():
            if compare_digest(known.hash, given):
                found = known.account()
        return found

    def named(self, township: str, name: str) -> Account | None:
        """The rights that the key of this name has now; None when it was removed."""
        keys = self._file.content()
        return next(
            (known.account() for known in keys if (known.township, known.name) == (township, name)), None
        )


def is_free_for_keys(name: str) -> bool:
    """Facts are known by their sender's name: a key may not have that of a person or of the campaign file."""
    return PERSONS_SIGN not in name and name != CAMPAIGN_FILE


def _usable(raw: bytes) -> list[ApiKey]:
    keys = _KeysFile.model_validate_json(raw).keys
    for key in keys:
        if not is_free_for_keys(key.name):
            _log.warning("key_of_anothers_name", name=key.name)
    return [key for key in keys if is_free_for_keys(key.name)]


def new_key() -> str:
    return PREFIX + token_urlsafe(32)


def hash_of(key: str) -> str:
    """What the file keeps of a key."""
    return "sha256:" + sha256(key.encode()).hexdigest()
