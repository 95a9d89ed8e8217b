"""A service that keeps a log: its relay, its intake over HTTP and over the bus, and the gate between them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from fastapi import FastAPI

from shared.http.health import ReadyCheck
from shared.identity.publishers import Publishers
from shared.intake.bus import BusIntake, intake_broker
from shared.intake.dead_letters import count_open
from shared.intake.dead_letters_http import Retry
from shared.intake.http import PostedFacts
from shared.intake.intake import Intake
from shared.intake.reading import Reader
from shared.intake.rules import IntakeRules
from shared.intake.watch import start_over, watch
from shared.problems import Rejected
from shared.relay.relay import Relay
from shared.service.background import in_background
from shared.service.connections import Connections


@dataclass(frozen=True, slots=True)
class LogKeeping:
    """What a service that keeps a log works with."""

    connections: Connections
    rules: IntakeRules
    relay: Relay
    intake: Intake
    publishers: Publishers

    def checks(self) -> dict[str, ReadyCheck]:
        return {**self.connections.checks(), "log": self._writable}

    async def _writable(self) -> str | None:
        return None if self.relay.gate.allowed else self.relay.gate.reason

    @asynccontextmanager
    async def taking_in(self) -> AsyncIterator[None]:
        """Open the bus intake; until then only the service itself writes."""
        connections, service = self.connections, self.rules.service
        bus, pool = connections.bus, connections.pool
        taker = BusIntake(bus, pool, connections.clock, self.intake, self.rules, self.publishers)
        self.intake.settlement.announce = taker.announce
        await start_over(bus, service)
        broker = intake_broker(connections.settings, service, taker)
        async with broker, in_background(watch(bus, service, taker)):
            await broker.start()
            yield


@asynccontextmanager
async def log_kept(
    app: FastAPI, connections: Connections, rules: IntakeRules, publishers: Publishers
) -> AsyncIterator[LogKeeping]:
    """Start the relay and the intake; the routers of `shared.intake` and `shared.relay` find what they need."""
    relay = Relay(connections.bus, rules.service, connections.connect, connections.clock)

    def refuse_writing() -> None:
        if relay.gate.halted:
            raise Rejected("log_halted")
        if not relay.gate.allowed:
            raise Rejected("not_ready", detail=relay.gate.reason)

    intake = Intake(connections.pool, connections.clock, rules, refuse_writing=refuse_writing)
    intake.settlement.on_append = relay.appended.set
    reader = Reader(rules.service, rules.book)
    app.state.relay = relay
    app.state.pool = connections.pool
    app.state.facts = PostedFacts(intake, reader, connections.pool, connections.clock)
    app.state.retry = Retry(intake, reader, publishers, connections.pool, connections.clock)
    async with connections.pool.acquire() as connection:
        await count_open(connection)
    async with in_background(relay.run()):
        await relay.gate.until_allowed()
        await intake.start()
        try:
            yield LogKeeping(connections, rules, relay, intake, publishers)
        finally:
            await intake.stop()
