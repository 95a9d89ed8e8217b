"""Answers as they were sent: right as long as nothing more has been applied since."""

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass

from fastapi.routing import APIRoute
from starlette.types import Scope

from shared.read_model.model import Folded

MOST_BYTES = 64 * 1024 * 1024
_LARGEST = 1024 * 1024


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    folded: Folded
    """What the read model held."""
    etag: str
    headers: list[tuple[bytes, bytes]]
    body: bytes
    route: APIRoute

    def holds_at(self, looked: Folded) -> bool:
        """Whether everything is in it that was applied by then."""
        held = self.folded
        if looked.targets or (looked.version, looked.stopped) != (held.version, held.stopped):
            return False
        if looked.generation != self.folded.generation:
            return False
        for log, reached in looked.checkpoints.items():
            applied = held.checkpoint(log)
            if applied.log_id != reached.log_id or applied.position < reached.position:
                return False
        return True


def asked_in(scope: Scope) -> Hashable:
    """By whom, and what: equal requests have equal answers."""
    return scope["state"]["account"], scope["path"], scope["query_string"]


class KeptAnswers:
    """Those asked for last, up to so many bytes."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most_bytes = most_bytes
        self._bytes = 0
        self._answers: OrderedDict[Hashable, KeptAnswer] = OrderedDict()

    def get(self, asked: Hashable) -> KeptAnswer | None:
        answer = self._answers.get(asked)
        if answer is not None:
            self._answers.move_to_end(asked)
        return answer

    def keep(self, asked: Hashable, answer: KeptAnswer) -> None:
        self.forget(asked)
        if len(answer.body) > _LARGEST:
            return
        self._answers[asked] = answer
        self._bytes += len(answer.body)
        while self._bytes > self._most_bytes:
            _, oldest = self._answers.popitem(last=False)
            self._bytes -= len(oldest.body)

    def forget(self, asked: Hashable) -> None:
        gone = self._answers.pop(asked, None)
        if gone is not None:
            self._bytes -= len(gone.body)
