"""Who signs in with a name and a password: a person of the accounts, or in a demonstration a seat."""

from dataclasses import dataclass
from datetime import UTC, datetime

from deploy.embedded.accounts.passwords import matches
from deploy.embedded.accounts.store import read_accounts
from deploy.embedded.folder import DataFolder
from deploy.embedded.issuer.seats import seat_of
from shared.facts.account import Account


class NotNow(Exception):
    """The password was right, and the account holds no more, or not yet."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh, self.en = zh, en


@dataclass(frozen=True, slots=True)
class SignedIn:
    account: Account
    title: str
    """Who it is, for people."""
    issued: int
    """Before the account was looked at: what changes it later recalls the token."""
    end: datetime | None = None
    """Of the account."""


def signed_in(folder: DataFolder, login: str, password: str, *, demo: bool) -> SignedIn | None:
    """Slow on purpose: not for an event loop. Only who knows the password hears why it is of no use."""
    now = datetime.now(UTC)
    issued = int(now.timestamp())
    if demo and (seat := seat_of(folder, login, password)) is not None:
        return SignedIn(seat.account(), f"{seat.title} {seat.name}", issued)
    kept = read_accounts(folder).of(login)
    if not matches(password, None if kept is None else kept.password) or kept is None:
        return None
    if (why_not := kept.why_not(now)) is not None:
        raise NotNow(*why_not)
    title = f"{kept.name} {kept.office}".rstrip()
    return SignedIn(kept.account(), title, max(issued, kept.tokens_from), kept.end)
