"""Files beside the log of submissions: written and synced before an event names them."""

from typing import cast

from fastapi import Request

from shared.blobs.store import BlobDamaged, Blobs
from shared.events.storing import StoredFile, Suffix
from shared.problems import Rejected


def storing(request: Request) -> Blobs:
    """Raises `not_ready` where the deployment has no folder for them."""
    blobs: Blobs | None = request.app.state.blobs
    if blobs is None:
        raise Rejected("not_ready", detail="没有存放文件的目录 PAICHA_BLOBS_DIR is not set")
    return blobs


async def stored_file(blobs: Blobs, suffix: str, content: bytes) -> StoredFile:
    digest = await blobs.put(content)
    return StoredFile(suffix=cast("Suffix", suffix), hash=digest, bytes=len(content))


async def read_file(blobs: Blobs, file: StoredFile) -> bytes:
    """Raises `file_missing` or `file_damaged`: it was there when the event was recorded."""
    try:
        content = await blobs.get(file.hash)
    except BlobDamaged:
        raise Rejected("file_damaged", hash=file.hash) from None
    if content is None:
        raise Rejected("file_missing", hash=file.hash)
    return content
