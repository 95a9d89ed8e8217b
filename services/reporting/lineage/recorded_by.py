"""Who recorded an event, for whom and when."""

from typing import NamedTuple


class Provenance(NamedTuple):
    recorded: int
    """Microseconds since 1970, UTC."""
    actor: str
    organisation: str
