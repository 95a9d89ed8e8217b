"""What distinguishes one service's intake from another's."""

from collections.abc import Callable
from dataclasses import dataclass

from shared.aggregates.command_registry import CommandRegistry
from shared.facts.account import Account
from shared.intake.judging.lookups import Known


@dataclass(frozen=True, slots=True)
class IntakeRules:
    """Given once, when the service is wired."""

    service: str
    commands: CommandRegistry
    known: Known
    waiting_seconds: float
    account_now: Callable[[Account], Account] = lambda account: account
    """The account with the rights it has now: what has waited is judged by them."""
    answers_for_the_bus: bool = True
    """Whether it also answers voidings of unknown facts on the bus. Every service hears them, one answers."""
    floor: Callable[[], int] = lambda: 0
    """No event is recorded before this (µs): the recorded time of the last event heard of elsewhere."""
