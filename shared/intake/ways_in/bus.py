"""Facts from the bus: batches of INTAKE in order, receipts to their publishers, then the acknowledgement."""

import asyncio
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.errors import Error as NatsError

from shared import metrics
from shared.clock import Clock
from shared.event_log.connection import Pool
from shared.events.voiding import VoidFact
from shared.facts.account import Account
from shared.facts.cloud_event import refused, told
from shared.facts.fact import Fact
from shared.facts.receipt import Receipt
from shared.identity.publishers import Publishers
from shared.intake.commit.queue import Intake
from shared.intake.judging.rules import IntakeRules
from shared.intake.store.dead_letters import DeadLetter, bury
from shared.intake.store.statements import keep_refusals
from shared.intake.store.transient import is_transient
from shared.intake.ways_in.publish_receipts import publish_receipts
from shared.intake.ways_in.reader import POISON, Reader
from shared.logging import get_logger
from shared.problems import Rejected

log = get_logger(__name__)

_PAUSE_SECONDS = 0.5
_TRIES = 3


@dataclass(slots=True)
class Settled:
    """What became of a batch: all receipts, those of messages that intake never saw, and dead letters."""

    receipts: list[Receipt] = field(default_factory=list)
    unread: list[Receipt] = field(default_factory=list)
    letters: list[DeadLetter] = field(default_factory=list)


class BusIntake:
    """Handles one batch at a time, so facts keep the order of the stream."""

    def __init__(
        self,
        bus: Client,
        pool: Pool,
        clock: Clock,
        intake: Intake,
        rules: IntakeRules,
        publishers: Publishers,
    ) -> None:
        self._bus, self._pool, self._clock = bus, pool, clock
        self._intake, self._rules, self._publishers = intake, rules, publishers
        self._reader = Reader(rules.service, rules.commands)

    async def take(self, messages: Sequence[Msg]) -> None:
        """Take a batch in, again until it is durable; publish the receipts, then acknowledge."""
        started = time.perf_counter()
        receipts = await self._for_good(messages)
        await self._told(receipts)
        await messages[-1].ack()
        metrics.INTAKE_SETTLED.inc(len(messages))
        metrics.FACT_SECONDS.labels("bus").observe(time.perf_counter() - started)
        for receipt in receipts:
            metrics.FACTS.labels("bus", receipt.outcome).inc()

    async def _for_good(self, messages: Sequence[Msg]) -> list[Receipt]:
        """Transient failures are tried again for ever. After any other, the facts are tried one by one, three
        times each, and the one that fails is put aside."""
        tries = 0
        while True:
            try:
                return await self._kept(await self._settle(messages))
            except Exception as error:  # noqa: BLE001  # whatever it was, these facts must not be lost
                log.warning("intake_batch_tried_again", error=repr(error), facts=len(messages))
                tries += not is_transient(error)
            if tries and len(messages) > 1:
                return [receipt for one in messages for receipt in await self._for_good([one])]
            if tries >= _TRIES:
                with suppress(Exception):
                    return await self._kept(self._put_aside(messages[0]))
            await asyncio.sleep(_PAUSE_SECONDS)

    async def _kept(self, settled: Settled) -> list[Receipt]:
        """Keeps refusals and dead letters of what was no fact; returns the receipts to publish."""
        if settled.unread or settled.letters:
            async with self._pool.acquire() as connection:
                await keep_refusals(connection, settled.unread)
                if settled.letters:
                    await bury(connection, settled.letters)
        return settled.receipts

    async def _told(self, receipts: Sequence[Receipt]) -> None:
        """Publish the receipts, again until they are out; what they say is durable already."""
        while True:
            try:
                return await publish_receipts(self._bus, receipts)
            except NatsError as error:
                log.warning("receipts_published_again", error=repr(error), receipts=len(receipts))
            await asyncio.sleep(_PAUSE_SECONDS)

    async def _settle(self, messages: Sequence[Msg]) -> Settled:
        ours = [message for message in messages if self._is_ours(message)]
        accounts = {name: self._publishers.account(name) for name in map(_publisher, ours)}
        read = [(message, self._read(message, accounts[_publisher(message)])) for message in ours]
        facts = [each for _, each in read if isinstance(each, Fact)]
        outcomes = iter(await self._intake.submit(facts, over_bus=True) if facts else [])
        settled = Settled()
        for message, each in read:
            receipt = next(outcomes) if isinstance(each, Fact) else each
            if receipt is None:
                continue
            settled.receipts.append(receipt)
            if receipt is each:
                settled.unread.append(receipt)
            if receipt.code in POISON:
                settled.letters.append(_letter(message, receipt))
        return settled

    def _put_aside(self, message: Msg) -> Settled:
        """A message that can't be handled: rejected with `internal_error` and kept as a dead letter."""
        name = _publisher(message)
        account = self._publishers.account(name) or _nobody(name)
        receipt = refused(told(message.data), account, Rejected("internal_error"))
        return Settled([receipt], [receipt], [_letter(message, receipt)])

    def _read(self, message: Msg, account: Account | None) -> Fact | Receipt | None:
        named_type = message.subject.split(".", 2)[2]
        if account is None:
            name = _publisher(message)
            detail = "不在发布者名单中 not a listed publisher"
            return refused(told(message.data), _nobody(name), Rejected("not_allowed", detail=detail))
        read = self._reader.from_bytes(message.data, named_type, account, self._clock.now())
        answered_elsewhere = named_type == VoidFact.type and not self._rules.answers_for_the_bus
        return None if answered_elsewhere and isinstance(read, Receipt) else read

    def _is_ours(self, message: Msg) -> bool:
        """Registry takes `unit.*`, hazards everything else, unknown types too; voidings are both's."""
        named_type = message.subject.split(".", 2)[2]
        of_registry = named_type.startswith("unit.")
        return named_type == VoidFact.type or of_registry == (self._rules.service == "registry")


def _nobody(name: str) -> Account:
    return Account(name, "", "dashboard", frozenset())


def _letter(message: Msg, receipt: Receipt) -> DeadLetter:
    return DeadLetter(receipt.township, _publisher(message), message.subject, message.data, receipt)


def _publisher(message: Msg) -> str:
    return message.subject.split(".", 2)[1]
