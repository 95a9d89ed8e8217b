"""A folder of files that never change, each under the hash of its bytes, and synced before it is named."""

import asyncio
import hashlib
import os
import re
from pathlib import Path
from tempfile import NamedTemporaryFile

from shared.synced import sync_folder

_DIGEST = re.compile(r"sha256:([0-9a-f]{64})")


class BlobDamaged(Exception):
    """Its bytes are not those that its name tells."""


class Blobs:
    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def put(self, content: bytes) -> str:
        """Its digest, `sha256:…`. On disk when this returns; the same bytes again change nothing."""
        digest = digest_of(content)
        await asyncio.to_thread(self._write, digest, content)
        return digest

    async def get(self, digest: str) -> bytes | None:
        """None where it is not there. Raises `BlobDamaged`."""
        return await asyncio.to_thread(self._read, digest)

    def path(self, digest: str) -> Path:
        found = _DIGEST.fullmatch(digest)
        if found is None:
            raise ValueError(f"no digest: {digest}")
        name = found.group(1)
        return self._folder / name[:2] / name

    def _write(self, digest: str, content: bytes) -> None:
        path = self.path(digest)
        if path.exists() and digest_of(path.read_bytes()) == digest:
            sync_folder(path.parent)  # who wrote it may have been killed before that
            return
        path.parent.mkdir(mode=0o700, exist_ok=True)
        sync_folder(self._folder)
        with NamedTemporaryFile(dir=path.parent, prefix=".", delete=False) as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(file.name).rename(path)
        sync_folder(path.parent)

    def _read(self, digest: str) -> bytes | None:
        try:
            content = self.path(digest).read_bytes()
        except FileNotFoundError:
            return None
        if digest_of(content) != digest:
            raise BlobDamaged(digest)
        return content


def digest_of(content: bytes) -> str:
    return f"sha256:{hashlib.sha256(content).hexdigest()}"
