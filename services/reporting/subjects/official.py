"""An official as registry facts: the offices held, and whether one of them makes a leader at a moment."""

from collections.abc import Sequence
from dataclasses import dataclass

from shared.read_model.entry import Entry


@dataclass(frozen=True, slots=True)
class Official:
    terms: tuple[Entry, ...]
    """Those in force, as it happened."""

    @classmethod
    def of(cls, in_force: Sequence[Entry]) -> "Official":
        return cls(tuple(in_force))

    def leading_at(self, moment: int) -> list[Entry]:
        """The beginnings of terms that make a leader then; one that begins or ends at the same instant is
        included. Empty for who is none."""
        offices: dict[str, list[Entry]] = {}
        for entry in self.terms:
            if entry.occurred > moment:
                break
            if entry.data.get("leader", False):
                offices.setdefault(entry.data["office"], []).append(entry)
            else:
                offices.pop(entry.data["office"], None)
        return [entry for begun in offices.values() for entry in begun]

    def led_until(self, moment: int) -> list[Entry]:
        """The beginnings of all terms up to then that made a leader, whether or not they have ended."""
        return [entry for entry in self.terms if entry.occurred <= moment and entry.data.get("leader", False)]
