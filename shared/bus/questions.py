"""The subjects of questions over the bus: what publishers ask, and what services ask each other for it."""

from collections.abc import Mapping
from typing import Literal, TypeAlias

Kind: TypeAlias = Literal["receipt", "positions"]
KINDS: tuple[Kind, ...] = ("receipt", "positions")
Inner: TypeAlias = Literal["hashes", "waiting", "telephone", "names", "seen"]
INNER: Mapping[str, tuple[Inner, ...]] = {
    "registry": ("hashes", "waiting", "names"),
    "hazards": ("hashes", "waiting"),
    "reporting": ("seen",),
    "notifications": ("telephone",),
}
"""By the service that answers it, what other services ask; no publisher does."""
ASKERS: Mapping[Inner, tuple[str, ...]] = {
    "hashes": ("reporting",),
    "waiting": ("reporting",),
    "telephone": ("reporting",),
    "names": ("hazards",),
    "seen": ("registry", "hazards"),
}
"""Who asks it; nobody else may."""

ANSWERS_ABROAD = "_R_."
"""What the server puts in place of the reply subject when a question comes from another account."""


def question(publisher: str, kind: Kind) -> str:
    """Only this publisher's account imports it, so whoever asks here is this publisher."""
    return f"ask.{publisher}.{kind}"


def answers_to(service: str) -> list[str]:
    """Whom the service answers."""
    return sorted({asker for kind in INNER.get(service, ()) for asker in ASKERS[kind]})


def asked_by(service: str) -> list[tuple[str, Inner]]:
    """Who answers this service, and what."""
    return [(other, kind) for other, kinds in INNER.items() for kind in kinds if service in ASKERS[kind]]


def asked_within(service: str, kind: Kind | Inner) -> str:
    """What this service alone knows; asked by other services."""
    return f"held.{service}.{kind}"
