"""What intake calls outside of itself; given at its construction."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from shared.facts.receipt import Receipt

Announce: TypeAlias = Callable[[Sequence[Receipt]], Awaitable[None]]
"""Returns once the receipts have left this process; raises while the bus is away."""


def _nothing() -> None:
    """The default: writing is allowed, and no relay has to be woken."""


async def _nobody(_: Sequence[Receipt]) -> None:
    """The default: no publisher has to be told."""


@dataclass(frozen=True, slots=True)
class Hooks:
    refuse_writing: Callable[[], None] = _nothing
    """Raises `Rejected` while nothing may be written."""
    on_append: Callable[[], None] = _nothing
    """Called after events became durable: wakes the relay."""
    announce: Announce = _nobody
    """Tells publishers what became of facts that had to wait."""
