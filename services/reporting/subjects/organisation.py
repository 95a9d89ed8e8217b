"""An organisation as registry facts: its kind, and its name at a moment."""

from collections.abc import Sequence
from dataclasses import dataclass

from shared.read_model.entry import Entry


@dataclass(frozen=True, slots=True)
class Organisation:
    kind: str
    """As last registered, for every date: facts are older than the day a campaign file is loaded."""
    names: tuple[tuple[int, str], ...]

    @classmethod
    def of(cls, in_force: Sequence[Entry]) -> "Organisation | None":
        """None when no registration holds."""
        if not in_force:
            return None
        return cls(
            in_force[-1].data["kind"], tuple((entry.occurred, entry.data["name"]) for entry in in_force)
        )

    def name_before(self, moment: int) -> str:
        """The name an old report prints; the first one where none was registered yet."""
        current = self.names[0][1]
        for since, name in self.names:
            if since < moment:
                current = name
        return current
