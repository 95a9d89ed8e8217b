"""What intake calls outside of itself. Given once, when the service is wired."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from shared.facts.receipt import Receipt

Announce: TypeAlias = Callable[[Sequence[Receipt]], Awaitable[None]]
"""Returns once the receipts have left this process; raises while the bus is away."""


def _nothing() -> None:
    """Writing is allowed, and nobody waits for events."""


async def _nobody(_: Sequence[Receipt]) -> None:
    """There are no publishers on a bus."""


@dataclass(frozen=True, slots=True)
class Hooks:
    refuse_writing: Callable[[], None] = _nothing
    """Raises `Rejected` while nothing may be written."""
    on_append: Callable[[], None] = _nothing
    """Called after events became durable: wakes the relay."""
    announce: Announce = _nobody
    """Tells publishers what became of facts that had to wait."""
