"""Log and stream coming together again, as the operator sees it: done, rate and remaining time."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

from deploy.cli.gateway import Gateway
from deploy.cli.progress import ProgressLine
from deploy.embedded.refusal import Refusal

_UNIT = "events 事件"
_LOOK_SECONDS = 0.5
STILL_SECONDS = 60
"""A relay that brought nothing on for so long is not waited for any more."""

State = dict[str, Any]
"""What a service says of its log and its stream, compared now."""


@dataclass(frozen=True, slots=True)
class CatchingUp:
    """Of one service."""

    gateway: Gateway
    service: str

    def state(self) -> State:
        state: State = self.gateway.get(f"/{self.service}/audit/state").json()
        return state

    def healed(self, before: State) -> dict[str, Any]:
        """The service's own answer, however long it takes; how far its log is gets shown meanwhile."""
        first, last = before["position"], last_in_stream(before)
        with self._shown(max(0, last - first), lambda state: int(state["position"]) - first):
            answer: dict[str, Any] = self.gateway.post_for_long(f"/{self.service}/audit/heal").json()
        return answer

    def until_level(self) -> tuple[State, bool]:
        """Whether the relay came to where the log is now; False when nothing moves any more before that.

        A log that is written to all the while may never be found equal.
        """
        state = self.state()
        first, last, moved = last_in_stream(state), last_in_stream(state), time.monotonic()
        end = state["position"]
        line = ProgressLine(max(0, end - first), _UNIT)
        try:
            while not _is_level(state, end) and time.monotonic() - moved < STILL_SECONDS:
                time.sleep(_LOOK_SECONDS)
                state = self.state()
                if last_in_stream(state) != last:
                    last, moved = last_in_stream(state), time.monotonic()
                line.show(max(0, last - first))
        finally:
            line.close()
        return state, _is_level(state, end)

    @contextmanager
    def _shown(self, total: int, done: Callable[[State], int]) -> Iterator[None]:
        line, over = ProgressLine(total, _UNIT), threading.Event()

        def look() -> None:
            while not over.wait(_LOOK_SECONDS):
                # A look that fails says nothing about the work: that has an answer of its own.
                with suppress(Refusal):
                    line.show(done(self.state()))

        # Ends with the command at the latest, so that Ctrl-C waits for nothing.
        looking = threading.Thread(target=look, daemon=True)
        looking.start()
        try:
            yield
        finally:
            over.set()
            looking.join(2 * _LOOK_SECONDS)
            line.close()


def _is_level(state: State, end: int) -> bool:
    return state["verdict"] == "equal" or (state["verdict"] == "behind" and last_in_stream(state) >= end)


def last_in_stream(state: State) -> int:
    stream = state["stream"]
    return 0 if stream is None else int(stream["last"])
