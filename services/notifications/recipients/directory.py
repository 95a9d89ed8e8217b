"""What resolving knows of contacts: by which channel whom, and never by which address. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Ways:
    """How a contact is reached: a keyed digest of the address for each channel that works."""

    sms: str | None = None
    email: str | None = None
    telephone: str | None = None
    """Of the number that people would ring, a wrong one too: they look for another."""


@dataclass(frozen=True, slots=True)
class Directory:
    ways: Mapping[str, Ways] = field(default_factory=dict)
    """By reference. Who is not in it has no contact."""
    roster: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """References on duty by day, `2024-12-14`."""
    lists: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """References of `safety-office` and `operators`."""

    def person(self, reference: str, channel: str) -> str:
        """The same of all contacts that this channel reaches at one address: they are told in one message."""
        ways = self.ways.get(reference, Ways())
        return {"sms": ways.sms, "email": ways.email}.get(channel) or reference

    def slots(self, name: str) -> Sequence[str]:
        """Of an empty list the slot that somebody should be entered at: nothing that is owed goes missing."""
        return self.lists.get(name) or (f"list/{name}/self",)
