"""Every file that an event of this log names is there, and its bytes are those that were named."""

import asyncio
import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import asyncpg
import orjson
from nats.aio.client import Client

from shared.blobs.store import Blobs
from shared.event_log.connection import SESSION
from shared.json_types import Json
from shared.verifying.copies import Asked
from shared.verifying.finding import Finding
from shared.verifying.told import Found, Progress, Tell

_NAMING = """
select position, raw from events where position('"hash":"sha256:'::bytea in raw) > 0 order by position
"""
_MISSING = "所记文件不存在 a file that it names is not there"
_DAMAGED = "所记文件已被改动 a file that it names has other bytes"


async def check_files(asked: Asked, _: Client, tell: Tell) -> bool:
    """Tells of the first that is not as it was named. Without a folder for files there can be none."""
    connection = await asyncpg.connect(asked.copies.dsn, timeout=10, server_settings=SESSION)
    try:
        named = [(row["position"], file) for row in await connection.fetch(_NAMING) for file in _files(row)]
    finally:
        await connection.close()
    for done, (position, file) in enumerate(named, 1):
        told = await asyncio.to_thread(_wrong, asked.copies.blobs, file)
        if told is not None:
            tell(Found("files", *Finding(position, "files", told)))
            return False
        tell(Progress("files", done, len(named)))
    return True


def _files(row: Any) -> list[dict[str, Any]]:
    try:
        return list(_named(orjson.loads(row["raw"])["data"]))
    except (orjson.JSONDecodeError, KeyError, TypeError):
        return []  # that it is no event is found in the log


def _named(value: Json) -> Iterator[dict[str, Any]]:
    """However deep it stands: a file is whatever has these three."""
    if isinstance(value, dict):
        if {"suffix", "hash", "bytes"} <= value.keys():
            yield value
        for inner in value.values():
            yield from _named(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _named(inner)


def _wrong(folder: str | None, file: dict[str, Any]) -> str | None:
    if folder is None:
        return _MISSING
    path = Blobs(Path(folder)).path(file["hash"])
    try:
        with path.open("rb") as content:
            found = hashlib.file_digest(content, "sha256").hexdigest()
        size = path.stat().st_size
    except OSError:
        return _MISSING
    return None if (f"sha256:{found}", size) == (file["hash"], file["bytes"]) else _DAMAGED
