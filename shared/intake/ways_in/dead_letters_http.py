"""Dead letters for operators: list, show, try again, skip with a reason, remove."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Request
from nats.aio.client import Client
from pydantic import BaseModel, ConfigDict, Field

from shared.clock import Clock
from shared.event_log.connection import Pool
from shared.facts.account import Account
from shared.facts.receipt import Receipt
from shared.http.parameters import Number
from shared.identity.dependencies import require_role
from shared.identity.publishers import Publishers
from shared.intake.commit.queue import Intake
from shared.intake.store.dead_letters_decided import (
    decide,
    full_accounts,
    list_letters,
    read_whole,
    remove,
    show_letter,
)
from shared.intake.ways_in.publish_receipts import publish_receipts
from shared.intake.ways_in.reader import Reader
from shared.problems import Rejected

Operator = Annotated[Account, Depends(require_role("operator"))]


class SkipReason(BaseModel):
    model_config = ConfigDict(extra="forbid")

    reason: str = Field(
        min_length=1, max_length=500, pattern=r"^[^\x00]*$", description="Why it needs no handling."
    )


class Retry:
    """Tries a dead letter of the bus again, as if its publisher had sent it now."""

    def __init__(
        self, bus: Client, pool: Pool, clock: Clock, intake: Intake, reader: Reader, publishers: Publishers
    ) -> None:
        self._bus, self._pool, self._clock = bus, pool, clock
        self._intake, self._reader, self._publishers = intake, reader, publishers

    async def of(self, township: str, number: int) -> Receipt:
        """The new outcome, which its publisher hears too; the letter stays open while it is refused again."""
        publisher, subject, raw = await read_whole(self._pool, township, number)
        if not subject.startswith("intake."):
            raise Rejected("answered_over_http", what=str(number), publisher=publisher)
        account = self._publishers.account(publisher)
        if account is None:
            raise Rejected("publisher_not_listed", what=str(number), publisher=publisher)
        if account.township != township:
            raise Rejected("publisher_of_another_town", what=str(number), publisher=publisher)
        read = self._reader.from_bytes(raw, subject.split(".", 2)[2], account, self._clock.now())
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


def _retry(request: Request) -> Retry:
    retry: Retry = request.app.state.retry
    return retry


def _pool(request: Request) -> Pool:
    pool: Pool = request.app.state.pool
    return pool


ThePool = Annotated[Pool, Depends(_pool)]
router = APIRouter(prefix="/dead-letters", tags=["operators"])


@router.get("", summary="Messages that could not be handled; 死信列表")
async def list_them(
    operator: Operator,
    pool: ThePool,
    state: Annotated[Literal["open", "retried", "skipped"] | None, Query()] = None,
    after: Annotated[Number, Query(description="Number of the last one of the page before.")] = 0,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> dict[str, Any]:
    """`full` names publishers with as many open ones as are kept; their further ones are only counted."""
    letters = await list_letters(pool, operator.township, state, after, limit)
    return {"dead_letters": letters, "full": await full_accounts(pool, operator.township)}


@router.delete("", summary="Remove those that are old enough; 删除")
async def remove_them(
    operator: Operator,
    pool: ThePool,
    older_than_days: Annotated[int, Query(ge=0, le=36_500, description="0: however new.")],
    publisher: Annotated[str | None, Query(description="Only of this one.", max_length=200)] = None,
) -> dict[str, int]:
    """For good, whether somebody has decided on them or not."""
    return {"removed": await remove(pool, operator.township, older_than_days, publisher)}


@router.get("/{number}", summary="One of them, with its first 16 KiB; 查看死信")
async def show(operator: Operator, pool: ThePool, number: Number) -> dict[str, Any]:
    return await show_letter(pool, operator.township, number)


@router.post("/{number}/retry", summary="Try it again; 重试")
async def try_again(
    operator: Operator, retry: Annotated[Retry, Depends(_retry)], number: Number
) -> dict[str, Any]:
    return dict((await retry.of(operator.township, number)).to_json())


@router.post("/{number}/skip", summary="Put it aside with a reason; 跳过")
async def skip(operator: Operator, pool: ThePool, number: Number, why: SkipReason) -> dict[str, Any]:
    await decide(pool, operator.township, number, "skipped", why.reason)
    return {"number": number, "state": "skipped", "note": why.reason}
