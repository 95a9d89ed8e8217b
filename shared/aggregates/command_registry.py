"""What a service knows of each type of fact: its class, its subject, what it refers to, who acts."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

from shared.aggregates.decider import Decider
from shared.aggregates.rights import Rights
from shared.facts.fact import Reference


@dataclass(frozen=True, slots=True)
class CommandKind:
    """One line of a service's commands. The callables take the fact's data, an instance of `event`."""

    event: Any
    """The event class: validates the fact's data and is what the log keeps."""
    kind: str
    """The kind of its subject: the middle of the stream id."""
    subject: Callable[[Any], str]
    """The business id of its subject."""
    decider: Decider[Any]
    rights: Rights
    """The table of its aggregate: who may record what."""
    introduces: bool = False
    """True when the fact may be the first of its subject; otherwise the subject has to be known."""
    references: Callable[[Any], list[Reference]] = lambda _: []
    """What else has to be known: units, organisations, officials, other subjects of the same log."""
    acting: Callable[[Any], tuple[str, ...]] = lambda _: ()
    """The organisations named as doing it: the sender acts for one of them. Empty: for any of its own."""


CommandRegistry: TypeAlias = dict[str, CommandKind]
"""Fact type to what is known of it."""
