"""Facts from the bus: batches of INTAKE in order, receipts to their publishers, then the acknowledgement."""

import asyncio
import time
from collections.abc import Sequence

import orjson
from nats.aio.msg import Msg

from shared import metrics
from shared.events.voiding import VoidFact
from shared.facts.account import Account
from shared.facts.fact import Fact
from shared.facts.receipt import Receipt
from shared.identity.publishers import Publishers
from shared.intake.dead_letters import DeadLetter, bury
from shared.intake.intake import Intake
from shared.intake.reading import POISON, Reader, refused
from shared.intake.rules import IntakeRules
from shared.logging import get_logger
from shared.problems import Rejected
from shared.service.connections import Connections

log = get_logger(__name__)

_PAUSE_SECONDS = 0.5


class BusIntake:
    """Handles one batch at a time, so facts keep the order of the stream."""

    def __init__(
        self, connections: Connections, intake: Intake, rules: IntakeRules, publishers: Publishers
    ) -> None:
        self._bus, self._pool, self._clock = connections.bus, connections.pool, connections.clock
        self._intake, self._rules, self._publishers = intake, rules, publishers
        self._reader = Reader(rules.service, rules.book)

    async def take(self, messages: Sequence[Msg]) -> None:
        """Settle a batch for good: tried again until it is durable, acknowledged once receipts are out."""
        started = time.perf_counter()
        while True:
            try:
                receipts, letters = await self._settle(messages)
                if letters:
                    async with self._pool.acquire() as connection:
                        await bury(connection, letters)
                await self.announce(receipts)
                break
            except Exception as error:  # noqa: BLE001  # whatever it was, these facts must not be lost
                log.warning("intake_batch_tried_again", error=repr(error), facts=len(messages))
                await asyncio.sleep(_PAUSE_SECONDS)
        await messages[-1].ack()
        metrics.FACT_SECONDS.labels("bus").observe(time.perf_counter() - started)
        for receipt in receipts:
            metrics.FACTS.labels("bus", receipt.outcome).inc()

    async def announce(self, receipts: Sequence[Receipt]) -> None:
        """Publish to each publisher; they have left this process when this returns."""
        for receipt in receipts:
            body = orjson.dumps(receipt.to_json())
            await self._bus.publish(f"receipts.{receipt.key.publisher}", body)
        if receipts:
            await self._bus.flush(timeout=5)

    async def _settle(self, messages: Sequence[Msg]) -> tuple[list[Receipt], list[DeadLetter]]:
        read = [(message, self._read(message)) for message in messages if self._is_ours(message)]
        facts = [each for _, each in read if isinstance(each, Fact)]
        outcomes = iter(await self._intake.submit(facts, over_bus=True) if facts else [])
        receipts: list[Receipt] = []
        letters: list[DeadLetter] = []
        for message, each in read:
            receipt = next(outcomes) if isinstance(each, Fact) else each
            if receipt is None:
                continue
            receipts.append(receipt)
            if receipt.code in POISON:
                letters.append(DeadLetter(_publisher(message), message.subject, message.data, receipt))
        return receipts, letters

    def _read(self, message: Msg) -> Fact | Receipt | None:
        name, named_type = _publisher(message), message.subject.split(".", 2)[2]
        account = self._publishers.account(name)
        if account is None:
            nobody = Account(name, "", "dashboard", frozenset())
            return refused(None, nobody, Rejected("not_allowed", detail="not a listed publisher"))
        read = self._reader.from_bytes(message.data, named_type, account, self._clock.now())
        answered_elsewhere = named_type == VoidFact.type and not self._rules.answers_for_the_bus
        return None if answered_elsewhere and isinstance(read, Receipt) else read

    def _is_ours(self, message: Msg) -> bool:
        """The hazards service hears everything, so that what nobody knows is refused by somebody."""
        named_type = message.subject.split(".", 2)[2]
        of_registry = named_type.startswith("unit.")
        return named_type == VoidFact.type or of_registry == (self._rules.service == "registry")


def _publisher(message: Msg) -> str:
    return message.subject.split(".", 2)[1]
