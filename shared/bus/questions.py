"""The subjects of questions over the bus: what publishers ask, and what services ask each other for it."""

from typing import Literal, TypeAlias

Kind: TypeAlias = Literal["receipt", "positions"]
KINDS: tuple[Kind, ...] = ("receipt", "positions")

ANSWERS_ABROAD = "_R_."
"""What the server puts in place of the reply subject when a question comes from another account."""


def question(publisher: str, kind: Kind) -> str:
    """Only this publisher's account imports it, so whoever asks here is this publisher."""
    return f"ask.{publisher}.{kind}"


def asked_within(service: str, kind: Kind) -> str:
    """What this service alone knows; asked by the other services that keep facts."""
    return f"held.{service}.{kind}"
