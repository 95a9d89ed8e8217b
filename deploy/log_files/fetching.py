"""Taking a folder of logs from a running deployment's streams."""

import os
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

from nats.aio.client import Client
from nats.errors import Error as NatsError

from deploy.embedded.refusal import Refusal
from deploy.log_files.folder import file_of
from deploy.publishing.connection import BusAccess, signed_in
from services.reporting.deriving.stored_logs import FACTS, SIGNED
from services.reporting.verification.copies import stream_bytes
from shared.bus.jetstream import jetstream_of
from shared.synced import sync_folder

Progress = Callable[[int, int], None]
"""Told how many events were read, and of how many."""


@contextmanager
def saved_to(target: Path) -> Iterator[Path]:
    """A folder to write into: it gets its name only when all of it is on disk. Refused where it is taken."""
    if target.exists() or target.is_symlink():
        raise Refusal(
            f"{target} 已存在，不会覆盖：请另选名称。",
            f"{target} is there already, and nothing is overwritten: choose another name.",
            usage=True,
        )
    try:
        partial = Path(mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    except OSError as error:
        raise _unwritable(target, error) from error
    try:
        yield partial
        sync_folder(partial)
        partial.rename(target)
        sync_folder(target.parent)
    except OSError as error:
        raise _unwritable(target, error) from error
    finally:
        rmtree(partial, ignore_errors=True)


def _unwritable(target: Path, error: OSError) -> Refusal:
    return Refusal(f"无法写入 {target}：{error.strerror}。", f"Could not write {target}: {error}.")


async def fetch(access: BusAccess, folder: Path, progress: Progress) -> None:
    """What was signed first: all that it was frozen at is in the other logs then."""
    try:
        async with signed_in(access) as bus:
            streams = bus.jetstream()
            lasts = {
                log: (await streams.stream_info(jetstream_of(log))).state.last_seq for log in (SIGNED, *FACTS)
            }
            read = 0
            for log, last in lasts.items():
                async for count in _fetched(bus, log, last, file_of(folder, log)):
                    read += count
                    progress(read, sum(lasts.values()))
    except (NatsError, TimeoutError) as error:
        raise Refusal(
            f"未能从 {access.url} 读取消息流：请确认 paicha 正在运行，且是用本版本启动的。",
            f"The streams could not be read from {access.url} ({error!r}): make sure that it is up, and was "
            "started by this version.",
        ) from error


async def _fetched(bus: Client, log: str, last: int, path: Path) -> AsyncIterator[int]:
    position = 0
    with path.open("xb") as file:
        async for raws in stream_bytes(bus, log, last):
            file.writelines(raw + b"\n" for raw in raws)
            position += len(raws)
            yield len(raws)
        file.flush()
        os.fsync(file.fileno())
    if position < last:
        raise Refusal(
            f"消息流 {log} 在位置 {position + 1} 缺失：请先运行 paicha audit heal。",
            f"The stream {log} has no event at {position + 1}: run paicha audit heal first.",
        )
