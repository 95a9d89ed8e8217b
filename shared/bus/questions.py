"""The subjects of questions over the bus: what publishers ask, and what services ask each other for it."""

from collections.abc import Mapping
from typing import Literal, TypeAlias

Kind: TypeAlias = Literal["receipt", "positions"]
KINDS: tuple[Kind, ...] = ("receipt", "positions")
Inner: TypeAlias = Literal["hashes", "waiting", "telephone"]
INNER: Mapping[str, tuple[Inner, ...]] = {
    "registry": ("hashes", "waiting"),
    "hazards": ("hashes", "waiting"),
    "notifications": ("telephone",),
}
"""By the service that answers it, what reporting asks; no publisher does, and no other service."""

ANSWERS_ABROAD = "_R_."
"""What the server puts in place of the reply subject when a question comes from another account."""


def question(publisher: str, kind: Kind) -> str:
    """Only this publisher's account imports it, so whoever asks here is this publisher."""
    return f"ask.{publisher}.{kind}"


def asked_within(service: str, kind: Kind | Inner) -> str:
    """What this service alone knows; asked by other services."""
    return f"held.{service}.{kind}"
