"""Answers that go on for ever are told when the process ends: the server waits for all that are under way."""

import socket
from collections.abc import Callable, Iterable

import uvicorn


class EndingServer(uvicorn.Server):
    """Asked to end, it first calls what the app has put on `state.at_end`."""

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        state = getattr(self.config.app, "state", None)
        told: Iterable[Callable[[], None]] = getattr(state, "at_end", ())
        for tell in told:
            tell()
        await super().shutdown(sockets)
