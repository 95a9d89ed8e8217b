"""The store that a place names: a folder."""

from pathlib import Path

from shared.archive.folder import FolderStore
from shared.archive.store import Store


def opened(place: str) -> Store:
    return FolderStore(Path(place))
