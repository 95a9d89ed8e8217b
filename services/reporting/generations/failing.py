"""What ends a rebuild that can go on later: a code, and what to do, in both languages."""

import errno
from concurrent.futures.process import BrokenProcessPool
from typing import NamedTuple

import asyncpg

from services.reporting.generations.progress import Stalled
from shared.archive.reading import Damaged
from shared.problems import Rejected
from shared.read_model.order import AnotherLog

ENDS = (
    Stalled, Damaged, AnotherLog, Rejected, MemoryError, BrokenProcessPool, OSError,
    asyncpg.DiskFullError, asyncpg.OutOfMemoryError, asyncpg.ObjectInUseError,
)  # fmt: skip


class _Sentences(NamedTuple):
    zh: str
    en: str


_FAILED = {
    "stalled": _Sentences(
        "没有进展，尚有事件未处理；请检查数据库与消息总线，再次运行即从此处继续。",
        "Nothing moves any more, and events are pending. Look at the database and the bus, then run it "
        "again: it goes on from here.",
    ),
    "disk_full": _Sentences(
        "数据库所在磁盘已满；现行数据未受影响。请腾出空间后再次运行，即从此处继续；"
        "或用 paicha projection drop 删除这一代。",
        "The database's disk is full; what answers is untouched. Free some space and run it again: it goes "
        "on from here. Or drop this generation by paicha projection drop.",
    ),
    "out_of_memory": _Sentences(
        "内存不足；现行数据未受影响。请减小 PAICHA_REBUILD_PROCESSES 或提供更多内存（每个进程约 350 MB），"
        "再次运行即从此处继续。",
        "There is not enough memory; what answers is untouched. Set PAICHA_REBUILD_PROCESSES lower, or give "
        "it more (some 350 MB a process), and run it again: it goes on from here.",
    ),
    "archive_damaged": _Sentences(
        "归档有误，未用其中的事件；请用 paicha archive verify 检查，或用 --from stream 从消息流重建。",
        "The archive is damaged, and nothing of that part was used. Look at it by paicha archive verify, or "
        "build from the stream: --from stream.",
    ),
    "another_log": _Sentences(
        "读到的事件与已读的不相承；请用 paicha audit verify 检查日志、消息流与归档，删除这一代后重建。",
        "What was read does not continue what was read before. Look at log, stream and archive by paicha "
        "audit verify, then drop this generation and build it anew.",
    ),
    "too_many_generations": _Sentences(
        "数据代已达三个；请先用 paicha projection drop 删除一个。",
        "There are three generations already: drop one first by paicha projection drop.",
    ),
}


def failure(error: BaseException) -> dict[str, str]:
    """`code`, `zh`, `en`; raises what is none of them."""
    if isinstance(error, Rejected):
        return {"code": error.code, "zh": error.zh, "en": error.en}
    code = _code(error)
    zh, en = _FAILED[code]
    detail = f" ({error})" if code in ("archive_damaged", "another_log") else ""
    return {"code": code, "zh": zh, "en": en + detail}


_CODES: tuple[tuple[type[BaseException], str], ...] = (
    (Stalled, "stalled"),
    (Damaged, "archive_damaged"),
    (AnotherLog, "another_log"),
    (asyncpg.ObjectInUseError, "too_many_generations"),
    (asyncpg.DiskFullError, "disk_full"),
    (asyncpg.OutOfMemoryError, "out_of_memory"),
    (MemoryError, "out_of_memory"),
    (BrokenProcessPool, "out_of_memory"),
)
_OF_THE_SYSTEM = {errno.ENOSPC: "disk_full", errno.ENOMEM: "out_of_memory"}


def of_the_system(error: BaseException) -> bool:
    """Not a database or a bus that is away: there is no sense in trying again."""
    return isinstance(error, OSError) and error.errno in _OF_THE_SYSTEM


def _code(error: BaseException) -> str:
    for kind, code in _CODES:
        if isinstance(error, kind):
            return code
    if isinstance(error, OSError) and error.errno is not None and of_the_system(error):
        return _OF_THE_SYSTEM[error.errno]
    raise error
