"""The keys that reports, statements and checkpoints are signed with: made once, each its service's alone."""

from pathlib import Path

from deploy.embedded.folder import DataFolder
from deploy.servers.private import write_private
from shared.signing import with_new_key

SIGNING = ("registry", "hazards", "reporting", "notifications")
"""Services with a key of their own. It is in no database and no backup."""


def ensure_signing_keys(folder: DataFolder) -> None:
    """Made at the first start; a lost one is made anew, and what the lost one signed still verifies."""
    for service in SIGNING:
        path = folder.signing_keys_of(service)
        if not path.exists():
            _add(path)


def add_signing_keys(folder: DataFolder) -> None:
    """From now on it is signed with these."""
    for service in SIGNING:
        _add(folder.signing_keys_of(service))


def _add(path: Path) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_private(path, with_new_key(path.read_bytes() if path.exists() else None).decode())
