"""What this service's own database says: receipts of facts that came to it, and the head of its log."""

from shared.asking.messages import LogState, PositionsAnswer
from shared.event_log.connection import Pool
from shared.event_log.head import read_head
from shared.facts.account import Account
from shared.facts.fact import FactKey
from shared.identity.publishers import Publishers
from shared.instant import moment_at, write_instant
from shared.intake.store.receipts import stored_receipt
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

    async def positions(self) -> PositionsAnswer:
        async with self._pool.acquire() as connection:
            head = await read_head(connection)
        clock = write_instant(moment_at(head.recorded))
        return PositionsAnswer(
            positions={head.log: head.position}, logs={head.log: LogState(logid=head.log_id, clock=clock)}
        )
