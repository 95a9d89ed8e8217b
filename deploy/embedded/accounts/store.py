"""The accounts' file: read whole, replaced whole, by one writer at a time."""

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from deploy.embedded.accounts.account import PersonalAccount
from deploy.embedded.folder import DataFolder
from deploy.embedded.refusal import Refusal
from deploy.servers.private import write_private
from shared.identity.recalled import RecalledTokens


class Accounts(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    version: Literal[1] = 1
    first_township: str | None = None
    """The town that the folder began with: its seats have short names, whatever is loaded later."""
    accounts: tuple[PersonalAccount, ...] = ()

    def of(self, login: str) -> PersonalAccount | None:
        return next((each for each in self.accounts if each.login == login), None)

    def with_accounts(self, *changed: PersonalAccount) -> "Accounts":
        """Each in the place of its predecessor, new ones at the end."""
        by_login = {each.login: each for each in (*self.accounts, *changed)}
        return self.model_copy(update={"accounts": tuple(by_login.values())})


def read_accounts(folder: DataFolder) -> Accounts:
    if not folder.accounts.exists():
        return Accounts()
    try:
        return Accounts.model_validate_json(folder.accounts.read_bytes())
    except ValidationError as error:
        raise Refusal(
            f"账号文件 {folder.accounts} 无法读取，请从备份恢复该文件。",
            f"{folder.accounts} can't be read ({error.error_count()} mistakes): restore it from a backup.",
        ) from None


def change(folder: DataFolder, alter: Callable[[Accounts], Accounts]) -> Accounts:
    """What `alter` makes of the accounts as they are; what it raises changes nothing."""
    with _alone(folder):
        before = read_accounts(folder)
        after = alter(before)
        if after != before or not folder.accounts.exists():
            write_private(folder.accounts, after.model_dump_json(by_alias=True, indent=1))
            _tell_services(folder, after)
        return after


def ensure_accounts(folder: DataFolder, first_township: str) -> None:
    """At every start; the first one settles whose seats have short names."""
    accounts = change(
        folder,
        lambda accounts: accounts.model_copy(
            update={"first_township": accounts.first_township or first_township}
        ),
    )
    # A writer may have been killed between the two files.
    _tell_services(folder, accounts)
    folder.older_recalled.unlink(missing_ok=True)


def _tell_services(folder: DataFolder, accounts: Accounts) -> None:
    recalled = RecalledTokens(
        tokens_from={each.login: each.tokens_from for each in accounts.accounts if each.tokens_from}
    )
    write_private(folder.recalled, recalled.model_dump_json(indent=1))


@contextmanager
def _alone(folder: DataFolder) -> Iterator[None]:
    """The folder itself is locked: a lock file would belong to whoever came first, root or not.

    The kernel gives the lock back however the writer ends.
    """
    try:
        descriptor = os.open(folder.issuer, os.O_RDONLY | os.O_DIRECTORY)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)
    except PermissionError:
        raise Refusal(
            f"无权更改 {folder.issuer} 中的账号：请以数据目录所有者的身份运行。",
            f"No right to change the accounts in {folder.issuer}: run it as the owner of the data folder.",
        ) from None
