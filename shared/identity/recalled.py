"""Tokens that are no longer good before they expire: of an account that was disabled or changed since."""

from pathlib import Path

from pydantic import BaseModel, ConfigDict

from shared.identity.watched_file import WatchedFile
from shared.settings import Settings


class RecalledTokens(BaseModel):
    """The file: for each account, from which second on its tokens hold."""

    model_config = ConfigDict(extra="forbid")

    tokens_from: dict[str, int] = {}


class Recalled:
    """An edit of the file takes effect at the next look."""

    def __init__(self, path: Path) -> None:
        self._file = WatchedFile(path, RecalledTokens.model_validate_json)

    @classmethod
    def of(cls, settings: Settings) -> "Recalled | None":
        return None if settings.recalled_file is None else cls(settings.recalled_file)

    def has(self, account: str, issued: object) -> bool:
        """A token that does not say when it was made can't be told from an older one."""
        holds_from = self._file.content().tokens_from.get(account)
        return holds_from is not None and not (isinstance(issued, int | float) and issued >= holds_from)
