"""A service that keeps a log: relay, intake over HTTP and bus, questions, and the fence between."""

from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from fastapi import FastAPI

from shared.archive.wiring import archiving
from shared.asking.asking import Asking
from shared.asking.held import Held
from shared.http.health import ReadyCheck
from shared.identity.publishers import Publishers
from shared.intake.commit.queue import Intake
from shared.intake.judging.rules import IntakeRules
from shared.intake.store.dead_letters import count_open
from shared.intake.store.expiry import Expiry
from shared.intake.waiting.hooks import Hooks
from shared.intake.ways_in.bus import BusIntake
from shared.intake.ways_in.consume import read_intake
from shared.intake.ways_in.dead_letter_retry import Retry
from shared.intake.ways_in.http import PostedFacts
from shared.intake.ways_in.publish_receipts import publish_receipts
from shared.intake.ways_in.reader import Reader
from shared.operations.acts import Acts
from shared.operations.looking_at_intake import look_at_intake
from shared.operations.looking_at_log import look_at_log
from shared.operations.looking_at_reading import look_at_read_model
from shared.operations.standing import Standing
from shared.relay.relay import Relay
from shared.sealing.wiring import open_tree
from shared.service.background import in_background
from shared.service.batch_room import watch_batch_room
from shared.service.connections import Connections
from shared.service.intake_pending import watch_intake_pending
from shared.verifying.copies import Copies
from shared.verifying.running import LogVerification

First = Callable[[Intake], Awaitable[None]]
"""What a service records itself before it takes in facts of others."""


Refuse = Callable[[], None]
"""Raises `Rejected` while the service itself can't judge facts yet."""


def _refuse_nothing() -> None:
    return


async def _nothing_first(_: Intake) -> None:
    return


@dataclass(slots=True)
class LogKeeping:
    """What a service that keeps a log works with."""

    connections: Connections
    rules: IntakeRules
    relay: Relay
    intake: Intake
    publishers: Publishers
    asking: Asking
    opened: bool = field(default=False)
    """True once facts are taken in from the bus."""

    def checks(self) -> dict[str, ReadyCheck]:
        return {**self.connections.checks(), "log": self._writable, "intake": self._open} | {
            "questions": self.asking.ready
        }

    async def _writable(self) -> str | None:
        return self.relay.fence.told

    async def _open(self) -> str | None:
        return None if self.opened else "is not open yet"

    async def take_in(self, first: First) -> None:
        """Once log and stream agree: what the service says itself, then the bus. Until cancelled."""
        await self.relay.fence.until_allowed()
        await first(self.intake)
        bus, pool, clock = self.connections.bus, self.connections.pool, self.connections.clock
        taker = BusIntake(bus, pool, clock, self.intake, self.rules, self.publishers)
        await read_intake(bus, self.rules.service, taker, self._has_opened)

    def _has_opened(self) -> None:
        self.opened = True


@asynccontextmanager
async def log_kept(
    app: FastAPI,
    connections: Connections,
    rules: IntakeRules,
    publishers: Publishers,
    first: First = _nothing_first,
    refuse: Refuse = _refuse_nothing,
) -> AsyncIterator[LogKeeping]:
    """Start relay and intake. Nothing here waits for a halted log: it still answers reads and operators."""
    relay = Relay(connections.bus, rules.service, connections.connect, connections.clock)
    tree = await open_tree(connections.settings, connections.connect, relay.fence, connections.clock)
    intake = Intake(connections.pool, connections.clock, rules, _hooks(connections, relay, refuse))
    asking = _asking(connections, rules.service, publishers)
    keeping = LogKeeping(connections, rules, relay, intake, publishers, asking)
    reader = Reader(rules.service, rules.commands)
    app.state.relay, app.state.pool, app.state.log_tree = relay, connections.pool, tree
    app.state.log_verification = verification = _verification(connections, rules.service)
    app.state.facts = PostedFacts(intake, reader, publishers, connections.pool, connections.clock)
    app.state.retry = Retry(connections.bus, connections.pool, connections.clock, intake, reader, publishers)
    async with connections.pool.acquire() as connection:
        await count_open(connection)
    await intake.start()
    try:
        archiver, watches = archiving(app.state, connections, tree), _watches(connections, rules.service)
        standing = _operated(app, connections, intake, rules.service)
        beside = asking.run(), verification.run(), tree.keeping.run(), standing.run(), *archiver
        async with in_background(relay.run(), keeping.take_in(first), *beside, *watches):
            yield keeping
    finally:
        await intake.stop()


def _asking(connections: Connections, service: str, publishers: Publishers) -> Asking:
    return Asking(service, connections.another_bus, Held(service, connections.pool, publishers), publishers)


def _operated(app: FastAPI, connections: Connections, intake: Intake, service: str) -> Standing:
    """What the console's pages work with; a service adds what it follows. Its read model is there already."""
    state, pool = app.state, connections.pool
    standing = state.standing = Standing(service)
    state.acts, state.intake = Acts(pool, connections.clock), intake
    look_at_log(standing, state)
    look_at_intake(standing, pool, intake)
    look_at_read_model(standing, state.read_model)
    return standing


def _watches(connections: Connections, service: str) -> list[Coroutine[Any, Any, None]]:
    expiry = Expiry(connections.pool, connections.settings.refused_days)
    bus = connections.bus
    return [watch_intake_pending(bus, service), watch_batch_room(bus, service), expiry.run()]


def _verification(connections: Connections, log: str) -> LogVerification:
    return LogVerification(log, Copies.of(connections.settings, log), connections.clock.now)


def _hooks(connections: Connections, relay: Relay, refuse: Refuse) -> Hooks:
    def refuse_writing() -> None:
        relay.fence.refuse_writing()
        refuse()

    return Hooks(refuse_writing, relay.appended.set, partial(publish_receipts, connections.bus))
