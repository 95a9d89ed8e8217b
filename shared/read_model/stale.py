"""What an answer says that is made of a read model which stands still: how far it knows, since when."""

from collections.abc import Iterable

from shared.json_types import Json, JsonObject
from shared.read_model.stopped import Stopped

HEADER = "Paicha-Stale"


def stale_field(stopped: Iterable[Stopped]) -> JsonObject:
    """Beside what else is answered; nothing where that is the latest."""
    told: list[Json] = [
        {"log": each.log, "position": each.stands_at, "since": each.since_written} for each in stopped
    ]
    return {"stale": told} if told else {}


def stale_header(stopped: Iterable[Stopped]) -> dict[str, str]:
    """`hazards; position=16; since="2025-01-10T02:00:00.000000Z"`, a log after the other."""
    told = [f'{each.log}; position={each.stands_at}; since="{each.since_written}"' for each in stopped]
    return {HEADER: ", ".join(told)} if told else {}
