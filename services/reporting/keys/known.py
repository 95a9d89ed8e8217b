"""The public keys that a deployment has ever signed with, and for how long each is good: folded. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from shared.events.base import Event
from shared.events.reporting import KeyIntroduced, KeyRetired, KeyRevoked
from shared.instant import microseconds, parse_instant

DEPLOYMENT = "deployment"
"""Stands for the township: keys are of all towns of a deployment."""


@dataclass(frozen=True, slots=True)
class KnownKey:
    """Moments in microseconds since 1970."""

    id: str
    algorithm: str
    public: str
    purposes: tuple[str, ...]
    valid_from: int
    valid_until: int | None = None
    revoked_from: int | None = None

    def was_good(self, purpose: str, moment: int) -> bool:
        if purpose not in self.purposes or moment < self.valid_from:
            return False
        ends = [each for each in (self.valid_until, self.revoked_from) if each is not None]
        return all(moment < end for end in ends)


def evolve(
    keys: Mapping[str, KnownKey], event: Event, occurred: int, recorded: int
) -> Mapping[str, KnownKey]:
    """What had arrived before its successor was recorded may still be signed with a key."""
    match event:
        case KeyIntroduced():
            purposes = tuple(event.purposes)
            known = KnownKey(event.key_id, event.algorithm, event.public_key, purposes, occurred)
        case KeyRetired():
            known = replace(keys[event.key_id], valid_until=recorded)
        case KeyRevoked():
            revoked_from = microseconds(parse_instant(event.revoked_from))
            known = replace(keys[event.key_id], revoked_from=revoked_from)
        case _:
            raise TypeError(f"{event.type} is about no key")
    return {**keys, event.key_id: known}
