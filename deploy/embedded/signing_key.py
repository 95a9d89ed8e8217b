"""The key that reports are signed with: made once, read by reporting alone, in no database and no backup."""

from deploy.embedded.folder import DataFolder
from deploy.servers.private import write_private
from services.reporting.keys.signing import with_new_key


def ensure_signing_key(folder: DataFolder) -> None:
    """Made at the first start; a lost one is made anew, and what the lost one signed still verifies."""
    if not folder.signing_keys.exists():
        add_signing_key(folder)


def add_signing_key(folder: DataFolder) -> None:
    """From now on it is signed with this one."""
    path = folder.signing_keys
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_private(path, with_new_key(path.read_bytes() if path.exists() else None).decode())
