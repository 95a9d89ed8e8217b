"""What part an account has in a filer's report. Pure."""

from typing import Literal

from shared.facts.account import Account

Part = Literal["own", "on_behalf", "look"]


def part_of(account: Account, filer: str) -> Part:
    """A person of the filer signs, the safety office for it; others look."""
    if account.role == "safety_office":
        return "on_behalf"
    own = account.role in ("reporter", "officer") and filer in account.organisations
    return "own" if own else "look"
