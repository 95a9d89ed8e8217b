"""A full disk is said in one sentence, before anything is begun and when it fills up on the way."""

import errno
import shutil
from pathlib import Path

from deploy.embedded.refusal import Refusal

NEEDED_MB = 256


def check_space(folder: Path) -> None:
    free = shutil.disk_usage(folder).free // 1024**2
    if free < NEEDED_MB:
        raise disk_full(folder, free)


def disk_full(folder: Path, free_mb: int | None = None) -> Refusal:
    free = shutil.disk_usage(folder).free // 1024**2 if free_mb is None else free_mb
    return Refusal(
        f"{folder} 所在磁盘已满：剩余 {free} MB，至少需要 {NEEDED_MB} MB；请清理后重新启动。",
        f"The disk of {folder} is full: {free} MB left, {NEEDED_MB} MB needed; make room and start again.",
    )


def means_full(error: OSError) -> bool:
    return error.errno in (errno.ENOSPC, errno.EDQUOT)
