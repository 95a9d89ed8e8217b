"""From what one version of an event holds to what the next one holds. Pure, and for ever."""

from collections.abc import Callable
from typing import NamedTuple, TypeAlias

from shared.events.base import Event
from shared.json_types import JsonObject

Upcaster: TypeAlias = Callable[[JsonObject], JsonObject]
"""From the data as stored, which it leaves alone, to the data of the version after it."""


class Older(NamedTuple):
    """A version before the newest one."""

    event: type[Event]
    """What publishers may go on sending, and what the bytes in old logs are."""
    upcast: Upcaster
