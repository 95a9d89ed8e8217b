"""What other services say of themselves: a read model that stands still, a shadow rebuild that differs."""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
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
_SHADOW, _REBUILT = "shadow/", "reporting"


class StoppedModels:
    """In memory: it is said again every few seconds."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._told: dict[str, tuple[float, list[Stopped], Mapping[str, str]]] = {}

    async def listen(self, bus: Client) -> None:
        """For as long as the connection lives, over its interruptions."""
        for service in TELLS_STOPPED:
            await bus.subscribe(stopped_subject(service), cb=self._hear)

    async def _hear(self, message: Msg) -> None:
        told = orjson.loads(message.data)
        stopped = [read_stopped(each["log"], each) for each in told["stopped"]]
        self.take(told["service"], stopped, told.get("shadow", {}))

    def take(self, service: str, stopped: list[Stopped], shadow: Mapping[str, str] | None = None) -> None:
        """`shadow`: what is wrong with the shadow rebuild, by kind, and from where on it differs."""
        self._told[service] = self._monotonic(), stopped, shadow or {}

    def troubles(self, now: datetime) -> Iterator[Trouble]:
        """The log by its name, with the service whose figures lack it. Told when it is noticed."""
        for service in self._heard():
            for each in self._told[service][1]:
                yield Trouble(f"log/{each.log}{_of(service)}", now)
            for kind, first in self._told[service][2].items():
                yield Trouble(f"{_SHADOW}{kind}", now, {"first": first})

    def unknown(self, kept: Iterable[str]) -> Iterator[str]:
        """Of what was told before, what can't be said to be over."""
        heard = self._heard()
        silent = tuple(_of(service) for service in TELLS_STOPPED if service not in heard)
        for subject in kept:
            of_reporting = subject.startswith(_SHADOW) and _REBUILT not in heard
            if of_reporting or subject.endswith(silent):
                yield subject

    def _heard(self) -> list[str]:
        now = self._monotonic()
        return [service for service, (at, *_) in self._told.items() if now - at <= _HEARD_SECONDS]


def _of(service: str) -> str:
    return f"（{service}）"
