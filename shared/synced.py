"""A folder whose entries are on disk: a file that was synced can still lose its name."""

import os
from pathlib import Path


def sync_folder(folder: Path) -> None:
    """What was made, renamed or removed in it stays so after a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
