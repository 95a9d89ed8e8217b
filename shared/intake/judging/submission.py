"""One fact on its way through intake, with whoever waits for the answer."""

from asyncio import Future
from collections.abc import Sequence
from typing import NamedTuple

from shared.facts.fact import Fact
from shared.facts.receipt import Receipt
from shared.intake.judging.about import About
from shared.intake.judging.waiting_line import Waiting


class Submission(NamedTuple):
    """A fact put to intake: either somebody waits for the answer, or it has waited and is tried again."""

    fact: Fact
    about: About
    over_bus: bool
    answer: "Future[Receipt | None] | None" = None
    call: "Sequence[Future[Receipt | None]]" = ()
    """The answers of all facts of its call: they fail together, so that a repetition keeps their order."""
    waiting: Waiting | None = None
    last: bool = False
    """It has waited too long: if something is still missing now, it is refused."""

    @property
    def retried(self) -> bool:
        """It has a place in its line already."""
        return self.waiting is not None
