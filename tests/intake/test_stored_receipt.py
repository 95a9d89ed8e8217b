"""A fact that was sent has a receipt at every moment, also while it stops waiting."""

import asyncio
from collections import Counter

from shared.facts.fact import Fact
from shared.intake.store.receipts import stored_receipt
from tests.intake.conftest import Town, fact, found
from tests.intake.taking_in import nothing_waits

FACTS, ASKERS = 60, 3


async def test_who_asks_while_it_is_taken_up_is_never_told_that_there_is_none(town: Town) -> None:
    intake = await town.intake()
    told: Counter[str | None] = Counter()

    async def ask(waiting: Fact) -> None:
        async with town.pool.acquire() as connection:
            while True:
                receipt = await stored_receipt(connection, "hazards", waiting.key, waiting.account)
                told[receipt and receipt.outcome] += 1
                if receipt is None or receipt.outcome == "accepted":
                    return

    for nth in range(FACTS):
        waiting = fact("hazard.closed", id=f"c-{nth}", hazard_id=f"h-{nth}", by="v-a")
        await intake.submit([waiting], over_bus=False)
        async with asyncio.TaskGroup() as asking:
            for _ in range(ASKERS):
                asking.create_task(ask(waiting))
            await asyncio.sleep(0.01)
            await intake.submit([found(f"h-{nth}")], over_bus=False)
    await nothing_waits(town)
    assert told[None] == 0, told
    assert told["waiting"] > FACTS
    assert told["accepted"] == FACTS * ASKERS
