"""`fact.voided`: one earlier fact of an aggregate is taken back, as if it had never been sent."""

from shared.aggregates.decider import Recorded
from shared.aggregates.history import History
from shared.events.base import Event
from shared.events.voiding import FactVoided
from shared.problems import Rejected


def take_back(history: History, voiding: FactVoided, introduction: Recorded | None) -> list[Event]:
    """`introduction` is the entry that may not be taken back, because the others stand on it."""
    if all(entry.position != voiding.voids for entry in history.entries):
        raise Rejected("unknown_reference", reference=f"{voiding.source}/{voiding.id}")
    if introduction is not None and introduction.position == voiding.voids:
        raise Rejected("introduces_subject", subject=f"{voiding.source}/{voiding.id}")
    return [voiding]
