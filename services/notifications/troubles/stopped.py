"""Read models of other services that stand still before an event they can't apply: they say so themselves."""

import time
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

import orjson
from nats.aio.client import Client
from nats.aio.msg import Msg

from services.notifications.troubles.trouble import Trouble
from shared.bus.permissions import stopped_subject
from shared.bus.users import TELLS_STOPPED
from shared.read_model.stopped import Stopped, read_stopped

_HEARD_SECONDS = 30.0
"""Of a service that is silent for longer nothing is known."""


class StoppedModels:
    """In memory: it is said again every few seconds."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._told: dict[str, tuple[float, list[Stopped]]] = {}

    async def listen(self, bus: Client) -> None:
        """For as long as the connection lives, over its interruptions."""
        for service in TELLS_STOPPED:
            await bus.subscribe(stopped_subject(service), cb=self._hear)

    async def _hear(self, message: Msg) -> None:
        told = orjson.loads(message.data)
        self.take(told["service"], [read_stopped(each["log"], each) for each in told["stopped"]])

    def take(self, service: str, stopped: list[Stopped]) -> None:
        self._told[service] = self._monotonic(), stopped

    def troubles(self, now: datetime) -> Iterator[Trouble]:
        """The log by its name, with the service whose figures lack it. Told when it is noticed."""
        for service in self._heard():
            for each in self._told[service][1]:
                yield Trouble(f"log/{each.log}{_of(service)}", now)

    def unknown(self, kept: Iterable[str]) -> Iterator[str]:
        """Of what was told before, what can't be said to be over."""
        silent = tuple(_of(service) for service in TELLS_STOPPED if service not in self._heard())
        return (subject for subject in kept if subject.endswith(silent))

    def _heard(self) -> list[str]:
        now = self._monotonic()
        return [service for service, (at, _) in self._told.items() if now - at <= _HEARD_SECONDS]


def _of(service: str) -> str:
    return f"（{service}）"
