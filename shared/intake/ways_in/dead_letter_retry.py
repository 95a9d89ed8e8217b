"""Trying a dead letter of the bus again, as if its publisher had sent it now."""

from nats.aio.client import Client

from shared.clock import Clock
from shared.event_log.connection import Pool
from shared.facts.fact import Fact
from shared.facts.receipt import Receipt
from shared.identity.publishers import Publishers
from shared.intake.commit.queue import Intake
from shared.intake.store.dead_letters_decided import decide, read_whole
from shared.intake.ways_in.publish_receipts import publish_receipts
from shared.intake.ways_in.reader import Reader
from shared.problems import Rejected


class Retry:
    def __init__(
        self, bus: Client, pool: Pool, clock: Clock, intake: Intake, reader: Reader, publishers: Publishers
    ) -> None:
        self._bus, self._pool, self._clock = bus, pool, clock
        self._intake, self._reader, self._publishers = intake, reader, publishers

    async def foreseen(self, township: str, number: int) -> str | None:
        """The dry run: the code that it would be refused with before it is judged; None where there is none.
        What its subject's state says to it shows only when it is tried."""
        try:
            read, _ = await self._read(township, number)
        except Rejected as refusal:
            return refusal.code
        return read.code if isinstance(read, Receipt) else None

    async def of(self, township: str, number: int) -> Receipt:
        """The new outcome, which its publisher hears too; the letter stays open while it is refused again."""
        read, publisher = await self._read(township, number)
        if isinstance(read, Receipt):
            return read
        (told,) = await self._intake.submit([read], over_bus=True)
        if told is None and self._intake.retries.room.find(read.key) is None:
            # A voiding of another service's fact; that service keeps no letter of it.
            raise Rejected("taken_elsewhere", what=str(number), publisher=publisher)
        receipt = told or Receipt(read.key, "waiting")
        if told is not None:
            await publish_receipts(self._bus, [told])
        if receipt.outcome != "rejected":
            await decide(self._pool, township, number, "retried", receipt.outcome)
        return receipt

    async def _read(self, township: str, number: int) -> tuple[Fact | Receipt, str]:
        """With its publisher. Raises `Rejected` for a letter that can't be tried again."""
        publisher, subject, raw = await read_whole(self._pool, township, number)
        if not subject.startswith("intake."):
            raise Rejected("answered_over_http", what=str(number), publisher=publisher)
        account = self._publishers.account(publisher)
        if account is None:
            raise Rejected("publisher_not_listed", what=str(number), publisher=publisher)
        if account.township != township:
            raise Rejected("publisher_of_another_town", what=str(number), publisher=publisher)
        named_type = subject.split(".", 2)[2]
        return self._reader.from_bytes(raw, named_type, account, self._clock.now()), publisher
