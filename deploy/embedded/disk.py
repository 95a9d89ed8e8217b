"""A full disk is said in one sentence: before anything is begun, and when it fills up on the way."""

import asyncio
import errno
import shutil
from collections.abc import Callable
from pathlib import Path

from deploy.embedded.refusal import Refusal

NEEDED_MB = 256
"""To start. A fresh deployment takes about 100."""
ALARM_MB = 64
"""While running; below it the servers begin to refuse writes."""


def check_space(folder: Path) -> None:
    if free_mb(folder) < NEEDED_MB:
        raise disk_full(folder)


def disk_full(folder: Path) -> Refusal:
    free = free_mb(folder)
    return Refusal(
        f"{folder} 所在磁盘已满：剩余 {free} MB，启动至少需要 {NEEDED_MB} MB；请清理后重新启动。",
        f"The disk of {folder} is full: {free} MB left, {NEEDED_MB} MB needed; make room and start again.",
    )


def means_full(error: OSError) -> bool:
    return error.errno in (errno.ENOSPC, errno.EDQUOT)


def free_mb(folder: Path) -> int:
    """Of a folder that may not be there yet."""
    while not folder.exists():
        folder = folder.parent
    return shutil.disk_usage(folder).free // 1024**2


async def watch_disk(folder: Path, say: Callable[[str], None]) -> None:
    """Says it once each time the disk fills up; what is running goes on when room is made."""
    warned = False
    while True:
        low = free_mb(folder) < ALARM_MB
        if low and not warned:
            say(
                f"磁盘将满：{folder} 仅剩 {free_mb(folder)} MB，写入可能失败；请清理，无需重新启动。"
                " The disk is nearly full: make room, nothing has to be restarted."
            )
        warned = low
        await asyncio.sleep(5)
