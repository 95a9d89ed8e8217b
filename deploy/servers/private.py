"""Files that hold secrets, or what only some may read."""

import os
from pathlib import Path


def write_private(path: Path, text: str) -> None:
    """For whom its predecessor was, otherwise for the owner of its folder; and never half-written.

    Root writes into folders of programs without rights: no link in there is followed.
    """
    draft = path.with_name(f"{path.name}.new")
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        _give(descriptor, path)
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def _give(descriptor: int, path: Path) -> None:
    """Without root it stays the writer's; its group is the folder's where that has the bit for it."""
    try:
        before = path.lstat()
        os.fchmod(descriptor, before.st_mode & 0o640)
    except FileNotFoundError:
        before = path.parent.stat()
    if os.geteuid() == 0:
        os.fchown(descriptor, before.st_uid, before.st_gid)
