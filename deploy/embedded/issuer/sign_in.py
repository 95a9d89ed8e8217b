"""Who signs in with a name and a password: a person of the accounts, or in a demonstration a seat."""

from dataclasses import dataclass
from datetime import UTC, datetime

from deploy.embedded.accounts.account import CHOSEN, FIRST, PRINTED, PasswordIs, PersonalAccount
from deploy.embedded.accounts.passwords import matches
from deploy.embedded.accounts.store import read_accounts
from deploy.embedded.folder import DataFolder
from deploy.embedded.issuer.seats import Seat, seat_of, seats
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
    password_is: PasswordIs = CHOSEN
    replaced: str = ""
    """The hash of the password, where another one is to be chosen in its place."""

    def has_to_choose(self, *, by_program: bool) -> bool:
        """Before anything else. Programs may go on with what an older version printed."""
        return self.password_is != CHOSEN and not (by_program and self.password_is == PRINTED)


def signed_in(folder: DataFolder, login: str, password: str, *, demo: bool) -> SignedIn | None:
    """Slow on purpose: not for an event loop. Only who knows the password hears why it is of no use."""
    now = datetime.now(UTC)
    if demo and (seat := seat_of(folder, login, password)) is not None:
        return _at_seat(seat, now)
    kept = read_accounts(folder).of(login)
    if not matches(password, None if kept is None else kept.password) or kept is None:
        return None
    if (why_not := kept.why_not(now)) is not None:
        raise NotNow(*why_not)
    return _as_person(kept, now)


def still_signed_in(folder: DataFolder, login: str, issued: int, *, demo: bool) -> SignedIn | None:
    """As the account is now. None where it may not sign in, or was changed after that second."""
    now = datetime.now(UTC)
    kept = read_accounts(folder).of(login)
    if kept is not None:
        stands = kept.why_not(now) is None and kept.password_is != FIRST and issued >= kept.tokens_from
        return _as_person(kept, now) if stands else None
    seat = next((each for each in seats(folder) if each.login == login), None) if demo else None
    return None if seat is None else _at_seat(seat, now)


def _as_person(kept: PersonalAccount, now: datetime) -> SignedIn:
    title = f"{kept.name} {kept.office}".rstrip()
    issued = max(int(now.timestamp()), kept.tokens_from)
    return SignedIn(kept.account(), title, issued, kept.end, kept.password_is, kept.password)


def _at_seat(seat: Seat, now: datetime) -> SignedIn:
    return SignedIn(seat.account(), f"{seat.title} {seat.name}", int(now.timestamp()))
