"""What this service's own database says: receipts of facts that came to it, and the head of its log."""

from shared.asking.messages import HashesAnswer, LogState, PositionsAnswer
from shared.event_log.connection import Pool
from shared.event_log.head import read_head
from shared.event_log.read import read_after
from shared.events.envelope import event_hash
from shared.facts.account import Account
from shared.facts.fact import FactKey
from shared.identity.publishers import Publishers
from shared.instant import moment_at, write_instant
from shared.intake.store.receipts import stored_receipt
from shared.intake.store.waiting_of import count_waiting_of
from shared.intake.ways_in.described import ReceiptAnswer
from shared.problems import Rejected


class Held:
    def __init__(self, service: str, pool: Pool, publishers: Publishers) -> None:
        self._service, self._pool, self._publishers = service, pool, publishers

    def account(self, publisher: str) -> Account:
        """Who is listed no longer is told nothing."""
        account = self._publishers.account(publisher)
        if account is None:
            raise Rejected("not_allowed", detail="不在发布者名单中 not a listed publisher")
        return account

    async def receipt(self, key: FactKey) -> ReceiptAnswer | None:
        """As its publisher may see it."""
        account = self.account(key.publisher)
        async with self._pool.acquire() as connection:
            receipt = await stored_receipt(connection, self._service, key, account)
        return None if receipt is None else ReceiptAnswer.model_validate(receipt.to_json())

    async def hashes(self, after: int, limit: int) -> HashesAnswer:
        """Of what is stored, whatever it says of itself."""
        async with self._pool.acquire() as connection:
            head = await read_head(connection)
            stored = await read_after(connection, after, limit)
        return HashesAnswer(logid=head.log_id, hashes=[event_hash(each.raw) for each in stored])

    async def waiting(self, township: str, filer: str) -> int:
        """Sent by accounts of the filer, or saying that it did something."""
        async with self._pool.acquire() as connection:
            return await count_waiting_of(connection, township, filer)

    async def positions(self) -> PositionsAnswer:
        async with self._pool.acquire() as connection:
            head = await read_head(connection)
        clock = write_instant(moment_at(head.recorded))
        return PositionsAnswer(
            positions={head.log: head.position}, logs={head.log: LogState(logid=head.log_id, clock=clock)}
        )
