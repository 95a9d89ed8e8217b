"""Which of the events at hand it is that can't be applied: those before it are applied first, one by one."""

from collections.abc import Awaitable, Callable, Sequence
from typing import TypeAlias

from nats.aio.msg import Msg
from nats.errors import Error as NatsError

from shared.event_log.connection import DATABASE_LOST
from shared.events.envelope import Envelope
from shared.read_model.checkpoint import Checkpoint, Published
from shared.read_model.model import AnotherVersion
from shared.read_model.order import AnotherLog, Gap
from shared.read_model.stopped import Stopped, stopped_at, why_of

Apply: TypeAlias = Callable[[list[Published]], Awaitable[None]]

NOT_OF_THE_EVENT = (AnotherLog, AnotherVersion, Gap, NatsError, TimeoutError, *DATABASE_LOST)
"""What applying raises whatever the events are."""


class Unappliable(Exception):
    """This one, given alone."""

    def __init__(self, stopped: Stopped) -> None:
        super().__init__(str(stopped))
        self.stopped = stopped


class Applying:
    """Batches, until one of them fails; then each event alone, so that the one to blame is known."""

    def __init__(self, apply: Apply) -> None:
        self._apply = apply
        self._one_by_one = False

    def parts(self, run: list[Published]) -> list[list[Published]]:
        return [[event] for event in run] if self._one_by_one else [run]

    async def part(self, events: list[Published]) -> None:
        """Raises `Unappliable` for an event alone; the first failure of a batch as it is."""
        try:
            await self._apply(events)
        except NOT_OF_THE_EVENT:
            raise
        except Exception as error:
            if not self._one_by_one:
                self._one_by_one = True
                raise
            raise Unappliable(stopped_at(events[0], error)) from error

    def done(self) -> None:
        """All that was at hand is applied."""
        self._one_by_one = False


def readable(log: str, messages: Sequence[Msg], applied: Checkpoint) -> list[Published]:
    """As far as they can be read. Raises `Unappliable` where the next one is no event at all."""
    events: list[Published] = []
    for message in messages:
        try:
            events.append(Published(Envelope.from_bytes(message.data), message.data))
        except ValueError as error:
            if events:
                return events
            position = message.metadata.sequence.stream
            unread = Stopped(log, position, "?", 0, why_of(error), applied.recorded)
            raise Unappliable(unread) from error
    return events
