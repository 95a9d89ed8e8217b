"""Which accounts somebody sees, and whose passwords may be reset by whom. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from deploy.embedded.accounts.account import PasswordReset, PersonalAccount
from deploy.embedded.accounts.told import as_written
from deploy.embedded.issuer.town import OF_A_FILER
from shared.facts.account import Account
from shared.facts.roles_in_words import ROLES_IN_WORDS
from shared.pages.language import Language

_STATES = {"有效": "valid", "未生效": "not yet valid", "已到期": "ended", "停用": "disabled"}
_PASSWORDS = {
    "first": ("首次密码，待本人设置", "first one, not chosen yet"),
    "printed": ("旧版给出，待本人设置", "of an earlier version, not chosen yet"),
    "chosen": ("本人已设置", "chosen"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """An account as it is shown."""

    login: str
    name: str
    office: str
    place: str
    """Its filer, or its role in the town."""
    state: str
    password: str
    reset: PasswordReset | None
    may_reset: bool


def sees(account: Account, other: PersonalAccount) -> bool:
    """Of the own town alone: the safety office its filers', operators everybody's."""
    if other.township != account.township:
        return False
    return account.role == "operator" or (account.role == "safety_office" and other.role in OF_A_FILER)


def may_reset(account: Account, other: PersonalAccount) -> bool:
    """Never the own one: who has got hold of somebody's session would get the account with it."""
    return sees(account, other) and other.login != account.name


def row_of(
    account: Account, other: PersonalAccount, filers: Mapping[str, str], now: datetime, language: Language
) -> Row:
    place = ("zh", "en").index(language)
    filer = other.organisation or ""
    state = other.state(now)
    return Row(
        login=other.login,
        name=other.name,
        office=other.office,
        place=filers.get(filer, filer) if other.role in OF_A_FILER else ROLES_IN_WORDS[other.role][place],
        state=state if language == "zh" else _STATES[state],
        password=_PASSWORDS[other.password_is][place],
        reset=other.last_reset,
        may_reset=may_reset(account, other),
    )


def found(rows: Iterable[Row], searched: str) -> list[Row]:
    """Those with what is searched for in name, login or organisation, in the order of organisations."""
    wanted = as_written(searched)
    matching = (row for row in rows if wanted in as_written(f"{row.name} {row.login} {row.place}"))
    return sorted(matching, key=lambda row: (row.place, row.login))


def version_of(other: PersonalAccount) -> str:
    """Of its password: what a page shows is reset once, however often it is sent."""
    return sha256(other.password.encode()).hexdigest()[:16]
