"""What is done to accounts: made, imported, given another password, disabled; each in one change."""

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import NamedTuple

from deploy.embedded.accounts.account import CHOSEN, FIRST, Details, PasswordReset, PersonalAccount
from deploy.embedded.accounts.importing import Read, plan
from deploy.embedded.accounts.passwords import OF_CHOSEN, OF_FIRST, hash_of, new_password
from deploy.embedded.accounts.store import Accounts, change
from deploy.embedded.folder import DataFolder
from deploy.embedded.refusal import Refusal

CHOOSING_SECONDS = 2
"""As a change's, and shorter: who chose a password waits for so long. What it replaces gave out no tokens."""


class NewPassword(NamedTuple):
    """A first password, the one time that it can be read."""

    login: str
    name: str
    password: str


Check = Callable[[PersonalAccount], None]
"""Raises where the account, as it is at that moment, may not be changed by who asks."""

Hand = Callable[[Sequence[NewPassword]], None]
"""Gets new passwords before they hold: where it fails, nothing has changed."""


class Imported(NamedTuple):
    new: list[NewPassword]
    changed: list[str]
    unchanged: int


def add(folder: DataFolder, details: Details, hand: Hand) -> NewPassword:
    made, account = _made(details)

    def alter(accounts: Accounts) -> Accounts:
        if accounts.of(details.login) is not None:
            raise Refusal(
                f"已有账号“{details.login}”，请换一个账号名，或用 paicha accounts import 更改。",
                f"There is an account “{details.login}”: choose another, or change it by an import.",
                usage=True,
            )
        hand([made])
        return accounts.with_accounts(account)

    change(folder, alter)
    return made


def import_all(
    folder: DataFolder, read: Sequence[Read], hand: Hand, progress: Callable[[int], None]
) -> Imported:
    """`progress` hears how many of the new ones are ready."""
    done = Imported([], [], 0)

    def alter(accounts: Accounts) -> Accounts:
        nonlocal done
        planned = plan(read, accounts)
        made = _all_made(planned.new, progress)
        done = Imported(
            [password for password, _ in made],
            [account.login for account in planned.changed],
            planned.unchanged,
        )
        hand(done.new)
        now = datetime.now(UTC)
        changed = [account.recalling(now) for account in planned.changed]
        return accounts.with_accounts(*changed, *(account for _, account in made))

    change(folder, alter)
    return done


def reset(
    folder: DataFolder, login: str, hand: Hand, by: str = "", reason: str = "", check: Check = lambda _: None
) -> NewPassword:
    """`by`: a login; nobody's where it is done on the server itself."""
    password = new_password()
    hashed = hash_of(password, OF_FIRST)
    made = NewPassword(login, "", password)

    def alter(accounts: Accounts) -> Accounts:
        nonlocal made
        known = _known(accounts, login)
        check(known)
        made = made._replace(name=known.name)
        hand([made])
        now = datetime.now(UTC)
        noted = PasswordReset(at=int(now.timestamp()), by=by, reason=reason)
        changed = known.model_copy(update={"password": hashed, "password_is": FIRST, "last_reset": noted})
        return accounts.with_accounts(changed.recalling(now))

    change(folder, alter)
    return made


def choose(folder: DataFolder, login: str, replaced: str, password: str) -> PersonalAccount:
    """In place of the password that `replaced` is the hash of; refused where it is another by now."""
    hashed = hash_of(password, OF_CHOSEN)

    def alter(accounts: Accounts) -> Accounts:
        known = _known(accounts, login)
        if known.password != replaced:
            raise Refusal(
                "这个账号的密码刚刚已被设置或重置。如果不是您本人，请立即联系镇安委办；否则请用新密码登录。",
                "This account got another password meanwhile. If that was not you, tell the safety office at "
                "once; otherwise sign in with the new one.",
            )
        changed = known.model_copy(update={"password": hashed, "password_is": CHOSEN})
        return accounts.with_accounts(changed.recalling(datetime.now(UTC), CHOOSING_SECONDS))

    return _known(change(folder, alter), login)


def disable(folder: DataFolder, login: str, *, disabled: bool) -> None:
    def alter(accounts: Accounts) -> Accounts:
        changed = _known(accounts, login).model_copy(update={"disabled": disabled})
        return accounts.with_accounts(changed.recalling(datetime.now(UTC)))

    change(folder, alter)


def _known(accounts: Accounts, login: str) -> PersonalAccount:
    known = accounts.of(login)
    if known is None:
        raise Refusal(
            f"没有账号“{login}”，用 paicha accounts list 查看。",
            f"There is no account “{login}”: see paicha accounts list.",
            usage=True,
        )
    return known


def _all_made(
    new: Iterable[Details], progress: Callable[[int], None]
) -> list[tuple[NewPassword, PersonalAccount]]:
    """Hashing is slow on purpose, and done on every core."""
    made = []
    with ThreadPoolExecutor() as cores:
        for one in cores.map(_made, new):
            made.append(one)
            progress(len(made))
    return made


def _made(details: Details) -> tuple[NewPassword, PersonalAccount]:
    password = new_password()
    account = PersonalAccount.model_validate(
        {**dict(details), "password": hash_of(password, OF_FIRST), "password_is": FIRST}
    )
    return NewPassword(details.login, details.name, password), account
