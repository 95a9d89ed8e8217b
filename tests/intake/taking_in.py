"""Facts taken in by an intake of a test's own."""

import asyncio

from shared.facts.fact import Fact
from shared.facts.receipt import Receipt
from shared.intake.commit.queue import Intake
from tests.intake.conftest import Town
from tests.support.relaying import PATIENCE


async def over_bus(intake: Intake, *facts: Fact) -> list[str | None]:
    receipts = await intake.submit(list(facts), over_bus=True)
    return [receipt and receipt.outcome for receipt in receipts]


async def nothing_waits(town: Town) -> None:
    """The rows go last, once the receipts are out."""
    async with asyncio.timeout(PATIENCE):
        while await town.rows("select 1 from waiting"):
            await asyncio.sleep(0.02)


def outcomes(announced: list[Receipt]) -> list[tuple[str, str, str | None]]:
    return [(receipt.key.id, receipt.outcome, receipt.code) for receipt in announced]
