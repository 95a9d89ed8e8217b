"""Whom tests of rights have speak."""

from typing import Any

from shared.facts.account import Account
from shared.facts.receipt import Receipt
from shared.intake.commit.queue import Intake
from tests.intake.conftest import TOWNSHIP, fact

FINDER = Account("li@v-a", TOWNSHIP, "reporter", frozenset({"v-a"}))


DEPARTMENT = Account("qian@d-a", TOWNSHIP, "officer", frozenset({"d-a"}))


async def said(intake: Intake, account: Account, type_: str, **data: Any) -> Receipt:
    (receipt,) = await intake.submit([fact(type_, account=account, **data)], over_bus=False)
    assert receipt is not None
    return receipt
