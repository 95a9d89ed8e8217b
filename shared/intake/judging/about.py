"""What a fact is about: its subject, its stream, and what else it names."""

from typing import NamedTuple

from shared.aggregates.command_registry import CommandKind, CommandRegistry
from shared.events.stream_id import stream_of
from shared.events.voiding import VoidFact
from shared.facts.fact import Fact, Reference


class About(NamedTuple):
    """What a fact is about and what else it names, worked out once."""

    kind: CommandKind
    subject: Reference | None
    """None for a voiding: its subject is that of the fact it takes back."""
    stream: str | None
    references: list[Reference]


def about(fact: Fact, commands: CommandRegistry) -> About:
    """By the command registry: how the fact's own data names its subject and the rest."""
    kind = commands[fact.type]
    if fact.type == VoidFact.type:
        return About(kind, None, None, [])
    subject = Reference(kind.kind, kind.subject(fact.data))
    return About(kind, subject, stream_of(fact.account.township, *subject), kind.references(fact.data))
