"""One run per data folder: the kernel gives the lock back however the run ends."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager

from deploy.embedded.folder import DataFolder
from deploy.embedded.refusal import Refusal


@contextmanager
def held(folder: DataFolder) -> Iterator[None]:
    with folder.lock.open("a+", encoding="ascii") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Refusal(
                f"数据目录 {folder.path} 正由另一个 paicha up 使用；请先停止它，或用 --data 另选目录。",
                f"{folder.path} is in use by another paicha up; stop that one or choose another with --data.",
            ) from None
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield


def is_held(folder: DataFolder) -> bool:
    if not folder.lock.exists():
        return False
    with folder.lock.open("a+", encoding="ascii") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False
