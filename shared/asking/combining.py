"""One answer from what the services say: most facts are known to one of them, a voiding to both. Pure."""

from collections.abc import Iterable

from shared.asking.messages import PositionsAnswer
from shared.intake.ways_in.described import ReceiptAnswer

_FIRST_SAID = ("accepted", "waiting", "rejected")
"""Recorded is recorded, whoever refused it besides; what may still be recorded is not refused yet."""


def one_receipt(said: Iterable[ReceiptAnswer | None]) -> ReceiptAnswer | None:
    """None where nobody knows the fact. Accepted by both, it became an event in each log."""
    known = sorted((each for each in said if each), key=lambda each: _FIRST_SAID.index(each.outcome))
    if not known:
        return None
    events = [event for each in known if each.outcome == "accepted" for event in each.events]
    return known[0].model_copy(update={"events": sorted(events, key=lambda event: event.log)})


def all_positions(said: Iterable[PositionsAnswer]) -> PositionsAnswer:
    by_log = sorted((log, each) for each in said for log in each.positions)
    return PositionsAnswer(
        positions={log: each.positions[log] for log, each in by_log},
        logs={log: each.logs[log] for log, each in by_log},
    )
