"""Ending the wait of some facts at an operator's word: they are refused, as after too long a wait."""

from asyncio import Future
from collections.abc import Sequence
from dataclasses import dataclass

from shared.facts.fact import FactKey
from shared.facts.receipt import Receipt
from shared.intake.judging.line import is_of_unknown
from shared.intake.judging.waiting_line import Waiting
from shared.problems import Rejected


@dataclass(frozen=True, slots=True)
class Dismissal:
    keys: Sequence[FactKey]
    why: Rejected
    answer: "Future[int]"
    """How many of them still waited here."""

    def receipt(self, waiting: Waiting, *, answers_for_the_bus: bool) -> Receipt | None:
        """None for a voiding that another service answers, which may know the fact."""
        if is_of_unknown(waiting.line) and waiting.over_bus and not answers_for_the_bus:
            return None
        return Receipt.refused(waiting.fact.key, self.why, waiting.fact.account.township)
