"""What each publisher on the bus may act for. Its name is its NATS user and the token of its subjects."""

from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, RootModel, StringConstraints

from shared.facts.account import Account, Role
from shared.identity.watched_file import WatchedFile


class _Publisher(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    township: str = Field(pattern=r"^[A-Za-z0-9_-]{1,32}$")
    role: Role
    organisations: list[str] = []


# One token of a subject, and no wildcard: the services subscribe to it.
_Name = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,64}$")]


class _PublishersFile(RootModel[dict[_Name, _Publisher]]):
    pass


class Publishers:
    """The publishers of one file; an edit of it takes effect at the next call. Without a file, nobody."""

    def __init__(self, path: Path | None) -> None:
        self._file = None if path is None else WatchedFile(path, _accounts)

    def names(self) -> list[str]:
        return [] if self._file is None else list(self._file.content())

    def account(self, name: str) -> Account | None:
        return None if self._file is None else self._file.content().get(name)


def _accounts(raw: bytes) -> dict[str, Account]:
    publishers = _PublishersFile.model_validate_json(raw).root
    return {
        name: Account(name, listed.township, listed.role, frozenset(listed.organisations), "publisher")
        for name, listed in publishers.items()
    }
