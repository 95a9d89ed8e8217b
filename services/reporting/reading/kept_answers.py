"""Answers as they were sent, as long as nothing more has been applied since."""

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass

from fastapi.routing import APIRoute
from starlette.types import Scope

from shared.read_model.model import Folded

MOST_BYTES = 64 * 1024 * 1024
_LARGEST = 1024 * 1024

State = Hashable
"""What the read model holds; answers of one state are the same."""


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    state: State
    etag: str
    headers: list[tuple[bytes, bytes]]
    body: bytes
    route: APIRoute


def state_of(folded: Folded) -> State | None:
    """None while it is not whole: then nothing is answered."""
    if folded.targets:
        return None
    reached = ((log, each.log_id, each.position) for log, each in folded.checkpoints.items())
    return folded.version, tuple(sorted(reached, key=str))


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
