"""Dead letters for operators: list, show, try again, skip with a reason, remove."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Request
from pydantic import BaseModel, ConfigDict, Field

from shared.event_log.connection import Pool
from shared.events.text import Remark
from shared.facts.account import Account
from shared.http.parameters import Number
from shared.identity.dependencies import require_role
from shared.intake.store.dead_letters_decided import (
    decide,
    full_accounts,
    list_letters,
    remove,
    show_letter,
)
from shared.intake.ways_in.dead_letter_retry import Retry
from shared.operations.acts import Acts, acts_of

Operator = Annotated[Account, Depends(require_role("operator"))]


class SkipReason(BaseModel):
    model_config = ConfigDict(extra="forbid")

    reason: str = Field(
        min_length=1, max_length=500, pattern=r"^[^\x00]*$", description="Why it needs no handling."
    )


def _retry(request: Request) -> Retry:
    retry: Retry = request.app.state.retry
    return retry


def _pool(request: Request) -> Pool:
    pool: Pool = request.app.state.pool
    return pool


ThePool = Annotated[Pool, Depends(_pool)]
OnRecord = Annotated[Acts, Depends(acts_of)]
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
    acts: OnRecord,
    older_than_days: Annotated[int, Query(ge=0, le=36_500, description="0: however new.")],
    publisher: Annotated[str | None, Query(description="Only of this one.", max_length=200)] = None,
) -> dict[str, int]:
    """For good, whether somebody has decided on them or not."""
    target = f"older_than_days={older_than_days}, publisher={publisher or '*'}"
    async with acts.on_record(operator, "letters_removed", target) as record:
        removed = await remove(pool, operator.township, older_than_days, publisher)
        record.outcome["removed"] = removed
    return {"removed": removed}


@router.get("/{number}", summary="One of them, with its first 16 KiB for a reason; 查看死信")
async def show(
    operator: Operator,
    pool: ThePool,
    acts: OnRecord,
    number: Number,
    reason: Annotated[
        Remark | None, Query(description="Why its content is looked at; put on record.")
    ] = None,
) -> dict[str, Any]:
    """`beginning` is its content, and there where a `reason` is given."""
    if reason is None:
        letter = await show_letter(pool, operator.township, number)
        return {name: value for name, value in letter.items() if name != "beginning"}
    async with acts.on_record(operator, "letter_looked_at", str(number), reason):
        return await show_letter(pool, operator.township, number)


@router.post("/{number}/retry", summary="Try it again; 重试")
async def try_again(
    operator: Operator, retry: Annotated[Retry, Depends(_retry)], acts: OnRecord, number: Number
) -> dict[str, Any]:
    async with acts.on_record(operator, "letters_retried", str(number)) as record:
        receipt = await retry.of(operator.township, number)
        record.outcome[receipt.code or receipt.outcome] = 1
    return dict(receipt.to_json())


@router.post("/{number}/skip", summary="Put it aside with a reason; 跳过")
async def skip(
    operator: Operator, pool: ThePool, acts: OnRecord, number: Number, why: SkipReason
) -> dict[str, Any]:
    async with acts.on_record(operator, "letters_skipped", str(number), why.reason) as record:
        await decide(pool, operator.township, number, "skipped", why.reason)
        record.outcome["skipped"] = 1
    return {"number": number, "state": "skipped", "note": why.reason}
