"""One fact on its way through intake, with whoever waits for the answer."""

from asyncio import Future
from dataclasses import dataclass

from shared.facts.fact import Fact
from shared.facts.receipt import Receipt
from shared.intake.subject import About
from shared.intake.waiting_room import Waiting


@dataclass(frozen=True, slots=True)
class Submission:
    """A fact put to intake: either somebody waits for the answer, or it has waited and is tried again."""

    fact: Fact
    about: About
    over_bus: bool
    answer: "Future[Receipt | None] | None" = None
    waiting: Waiting | None = None

    @property
    def retried(self) -> bool:
        """It need not queue behind itself."""
        return self.waiting is not None
