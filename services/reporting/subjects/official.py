"""An official as registry facts: the offices held, and whether one of them makes a leader at a moment."""

from collections.abc import Sequence
from dataclasses import dataclass

from shared.read_model.entry import Entry


@dataclass(frozen=True, slots=True)
class Official:
    terms: tuple[tuple[int, str, bool], ...]
    """Moment, office, and whether the official is from then on a leader by that office."""

    @classmethod
    def of(cls, in_force: Sequence[Entry]) -> "Official":
        return cls(
            tuple(
                (entry.occurred, entry.data["office"], entry.data.get("leader", False)) for entry in in_force
            )
        )

    def is_leader_at(self, moment: int) -> bool:
        """A term that starts or ends at the same instant is included."""
        offices = {office: leader for since, office, leader in self.terms if since <= moment}
        return any(offices.values())
