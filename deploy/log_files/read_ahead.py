"""Reading an archive in a process of its own: it follows the chains while what was read is counted."""

import threading
from collections.abc import Iterator
from itertools import islice
from multiprocessing import get_context
from multiprocessing.connection import Connection

from deploy.embedded.refusal import Refusal
from services.reporting.replaying.archive import Archive
from shared.problems import Rejected

_FORK = get_context("fork")
_AT_ONCE = 500
"""Events, which a pipe holds a part of: the reader is never further ahead than that."""


class ReadAhead:
    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self.logs = archive.logs

    def last(self, log: str) -> int:
        return self._archive.last(log)

    def closed(self, log: str) -> int:
        return self._archive.closed(log)

    def read(self, log: str, last: int) -> Iterator[tuple[int, bytes]]:
        if threading.active_count() > 1:  # a fork would take their locks along
            return self._archive.read(log, last)
        return self._read_ahead(log, last)

    def _read_ahead(self, log: str, last: int) -> Iterator[tuple[int, bytes]]:
        receiving, sending = _FORK.Pipe(duplex=False)
        reader = _FORK.Process(target=_send, args=(self._archive, log, last, receiving, sending), daemon=True)
        reader.start()
        sending.close()
        try:
            first = 1
            while raws := _received(receiving):
                yield from enumerate(raws, first)
                first += len(raws)
        finally:
            receiving.close()
            reader.terminate()
            reader.join()


def _send(archive: Archive, log: str, last: int, receiving: Connection, sending: Connection) -> None:
    """At the end an empty list; a refusal by its code and details."""
    receiving.close()
    events = archive.read(log, last)
    try:
        while raws := [raw for _, raw in islice(events, _AT_ONCE)]:
            sending.send(raws)
        sending.send([])
    except Rejected as refused:
        sending.send((refused.code, refused.details))
    except BrokenPipeError:  # nobody reads on
        pass


def _received(receiving: Connection) -> list[bytes]:
    try:
        received = receiving.recv()
    except EOFError:
        raise Refusal("读取归档的进程意外结束，请重试。", "What read the archive ended; try again.") from None
    if isinstance(received, tuple):
        code, details = received
        raise Rejected(code, **details)
    raws: list[bytes] = received
    return raws
