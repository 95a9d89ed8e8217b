"""Which contact a request names, and whether its account may keep that one."""

from typing import Annotated

from fastapi import Depends, Path

from services.notifications.contacts.part import HolderKind, Part, keeps_contacts, part_of
from shared.facts.account import Account
from shared.identity.dependencies import CurrentAccount
from shared.problems import Rejected

Holder = Annotated[str, Path(min_length=1, max_length=200, pattern=r"^\S+$")]
PartName = Annotated[str, Path(min_length=1, max_length=40, pattern=r"^[a-z0-9_-]+$")]


async def keeper(account: CurrentAccount) -> Account:
    """Who may keep some contact at all."""
    if not keeps_contacts(account):
        raise Rejected("not_allowed", detail="通讯录 contacts")
    return account


Keeper = Annotated[Account, Depends(keeper)]


async def default_part(account: Keeper, kind: HolderKind, holder: Holder) -> Part:
    """The part that is meant where none is named."""
    return _allowed(part_of(kind, holder), account)


async def named_part(account: Keeper, kind: HolderKind, holder: Holder, part: PartName) -> Part:
    return _allowed(part_of(kind, holder, part), account)


DefaultPart = Annotated[Part, Depends(default_part)]
NamedPart = Annotated[Part, Depends(named_part)]


def _allowed(part: Part, account: Account) -> Part:
    if not part.may_be_kept_by(account):
        raise Rejected("not_allowed", detail=f"他人的联系方式 contacts of others: {part.reference}")
    return part
