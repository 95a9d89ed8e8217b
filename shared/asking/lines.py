"""A line for each publisher's questions, taken one by one: nobody's flood is in front of anybody else.

A publisher that asks faster than it is answered fills its line. Then it is not heard for a moment, and the
server itself says "no responders" to it, so that its flood reaches this process no more.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeAlias

from faststream.nats import NatsRouter
from faststream.nats.subscriber.usecases import CoreSubscriber

from shared.asking.answering import Answering, read_question
from shared.bus.cancellation import heed_cancellation
from shared.bus.connect import was_overrun
from shared.bus.questions import Kind, question
from shared.identity.publishers import Publishers

Handler: TypeAlias = Callable[[Any], Awaitable[Any]]
HandlerFor: TypeAlias = Callable[[str], Handler]
"""The handler of one publisher's questions."""

_QUEUE = "answers"
"""One of the services that keep facts takes a question, whichever."""
_IN_LINE = 1000
_BYTES_IN_LINE = 8 * 1024 * 1024
"""More than one message of the largest kind, so that it can be told that it is too large."""
_PAUSE_SECONDS = 0.002
_LOOK_SECONDS = 1.0


class _Paced(Answering):
    async def on_receive(self) -> None:
        """A question takes its line this long at the least, whatever becomes of it."""
        await asyncio.sleep(_PAUSE_SECONDS)


class Lines:
    def __init__(self, publishers: Publishers, handlers: Mapping[Kind, HandlerFor]) -> None:
        self.router = NatsRouter(middlewares=(_Paced,))
        self._publishers, self._handlers = publishers, handlers
        self._lines: dict[str, CoreSubscriber] = {}
        self.are_open = False

    async def keep(self) -> None:
        """Until cancelled. Whoever is newly listed, or was not heard for a moment, is heard from now on."""
        while True:
            heed_cancellation()
            for publisher in self._publishers.names():
                for kind, handler_for in self._handlers.items():
                    subject = question(publisher, kind)
                    if not self._is_open(subject):
                        await self._open(subject, handler_for(publisher))
            self.are_open = True
            await asyncio.sleep(_LOOK_SECONDS)

    def _is_open(self, subject: str) -> bool:
        line = self._lines.get(subject)
        return line is not None and not was_overrun(line.subscription)

    async def _open(self, subject: str, handler: Handler) -> None:
        line = self.router.subscriber(
            subject,
            _QUEUE,
            pending_msgs_limit=_IN_LINE,
            pending_bytes_limit=_BYTES_IN_LINE,
            decoder=read_question,
            persistent=False,
        )
        line(handler)
        await line.start()
        self._lines[subject] = line
