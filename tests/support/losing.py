"""A client that loses messages: the server has delivered them, and nobody here ever reads them."""

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from nats.aio.msg import Msg

from shared.bus.pull import Pull


@dataclass(slots=True)
class Arrived:
    numbers: list[int] = field(default_factory=list)
    """Of each message, lost ones too, as its consumer counts."""
    heartbeats: int = 0


def losing(monkeypatch: pytest.MonkeyPatch, is_lost: Callable[[int], bool]) -> Arrived:
    """`is_lost` is asked with 1, 2, 3 … as messages arrive."""
    arrived = Arrived()
    real = Pull.received

    async def received(pull: Pull, message: Msg) -> None:
        if message.reply.startswith("$JS.ACK."):
            arrived.numbers.append(message.metadata.sequence.consumer)
            if is_lost(len(arrived.numbers)):
                return
        elif (message.headers or {}).get("Status") == "100":
            arrived.heartbeats += 1
        await real(pull, message)

    monkeypatch.setattr(Pull, "received", received)
    return arrived
