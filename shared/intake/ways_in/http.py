"""Facts over HTTP: the same messages, the same validation and the same idempotency as over the bus."""

import asyncio
import time
from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Depends, Query, Request

from shared import metrics
from shared.clock import Clock
from shared.event_log.connection import Pool
from shared.events.personal_data import find_in_id
from shared.facts.account import CAMPAIGN_FILE, Account
from shared.facts.fact import Fact, FactKey
from shared.facts.json_text import read_json
from shared.facts.nesting import cut_short
from shared.facts.receipt import Receipt
from shared.facts.roles_in_words import not_for
from shared.http.parameters import Name
from shared.identity.dependencies import CurrentAccount
from shared.identity.publishers import Publishers
from shared.intake.commit.queue import Intake
from shared.intake.store.dead_letters import DeadLetter, bury
from shared.intake.store.receipts import stored_receipt
from shared.intake.store.statements import keep_refusals
from shared.intake.ways_in.described import FACTS_BODY, ReceiptAnswer
from shared.intake.ways_in.reader import POISON, Reader
from shared.problems import Rejected

MAX_FACTS = 500
_READ_AT_ONCE = 4


class PostedFacts:
    """Takes in posted facts and answers with their receipts, in order."""

    def __init__(
        self, intake: Intake, reader: Reader, publishers: Publishers, pool: Pool, clock: Clock
    ) -> None:
        self._intake, self._reader, self._publishers = intake, reader, publishers
        self._pool, self._clock = pool, clock

    def check_name(self, account: Account) -> None:
        """Facts are known by their sender's name: an account may not have that of a publisher of the bus."""
        listed = self._publishers.account(account.name)
        of_a_publisher = listed is not None and (listed != account or account.credential == "key")
        if account.name == CAMPAIGN_FILE or of_a_publisher:
            detail = f"“{account.name}” 是另一发布者的名称 is the name of another publisher"
            raise Rejected("not_allowed", detail=detail)
        if find_in_id(account.name) is not None:
            # It would stand in every event of this account.
            raise Rejected("personal_data", field="account")

    async def settle(self, posted: list[Any], account: Account) -> list[Receipt]:
        started = time.perf_counter()
        read = await self._read(posted, account)
        facts = [each for each in read if isinstance(each, Fact)]
        outcomes = iter(await self._intake.submit(facts, over_bus=False) if facts else [])
        receipts = [each if isinstance(each, Receipt) else _answered(next(outcomes)) for each in read]
        await self._keep([each for each in read if isinstance(each, Receipt)], posted, receipts, account)
        metrics.FACT_SECONDS.labels("http").observe(time.perf_counter() - started)
        for receipt in receipts:
            metrics.FACTS.labels("http", receipt.outcome).inc()
        return receipts

    async def _read(self, posted: list[Any], account: Account) -> list[Fact | Receipt]:
        """With pauses, so that others are answered meanwhile: a fact may be made to take long to read."""
        now, read = self._clock.now(), list[Fact | Receipt]()
        for each in posted:
            read.append(self._reader.from_posted(each, account, now))
            if len(read) % _READ_AT_ONCE == 0:
                await asyncio.sleep(0)
        return read

    async def _keep(
        self, unread: list[Receipt], posted: list[Any], receipts: list[Receipt], account: Account
    ) -> None:
        """Keeps dead letters, and refusals of what was no fact and so never came to intake."""
        where = f"/{self._reader.service}/facts"
        letters = [
            DeadLetter(account.township, account.name, where, orjson.dumps(cut_short(each)), receipt)
            for each, receipt in zip(posted, receipts, strict=True)
            if receipt.code in POISON
        ]
        if unread or letters:
            async with self._pool.acquire() as connection:
                await keep_refusals(connection, unread)
                if letters:
                    await bury(connection, letters)

    async def receipt(self, key: FactKey, account: Account) -> Receipt:
        """The last word on a fact of the account's town: accepted, waiting or rejected."""
        async with self._pool.acquire() as connection:
            receipt = await stored_receipt(connection, self._reader.service, key, account)
        if receipt is None:
            raise Rejected("not_found", what=f"{key.source} {key.id}")
        return receipt


def _answered(receipt: Receipt | None) -> Receipt:
    if receipt is None:
        raise RuntimeError("a posted fact is always answered")
    return receipt


async def _posted(request: Request) -> list[Any]:
    """One CloudEvent or an array of them."""
    body = read_json(await request.body())
    posted = body if isinstance(body, list) else [body]
    if len(posted) > MAX_FACTS:
        raise Rejected("too_many")
    return posted


def _facts(request: Request) -> PostedFacts:
    facts: PostedFacts = request.app.state.facts
    return facts


Facts = Annotated[PostedFacts, Depends(_facts)]
router = APIRouter(tags=["facts"])


@router.post(
    "/facts",
    summary="Send one fact or up to 500 as CloudEvents; 发送事实",
    responses={200: {"model": list[ReceiptAnswer]}},
    openapi_extra=FACTS_BODY,
)
async def post_facts(
    account: CurrentAccount, facts: Facts, posted: Annotated[list[Any], Depends(_posted)]
) -> list[dict[str, Any]]:
    """The receipts, in the order of the facts. Sending the same facts again gives the first outcomes."""
    if not account.may_enter_facts:
        raise Rejected("not_allowed", detail=not_for(account.role))
    facts.check_name(account)
    return [dict(receipt.to_json()) for receipt in await facts.settle(posted, account)]


@router.get("/receipts", summary="What became of a fact; 查询回执", responses={200: {"model": ReceiptAnswer}})
async def get_receipt(
    account: CurrentAccount,
    facts: Facts,
    source: Annotated[Name, Query(description="The fact's source.")],
    id: Annotated[Name, Query(description="The fact's id.")],  # noqa: A002  # the contract's name
    publisher: Annotated[Name | None, Query(description="Safety office only: whose fact.")] = None,
) -> dict[str, Any]:
    """The stored receipt of a fact of this account; the safety office may ask for anybody's."""
    facts.check_name(account)
    if publisher not in (None, account.name) and not account.acts_for_any:
        detail = f"查询“{publisher}”的回执 ask for receipts of “{publisher}”"
        raise Rejected("not_your_organisation", detail=detail)
    return dict((await facts.receipt(FactKey(publisher or account.name, source, id), account)).to_json())
