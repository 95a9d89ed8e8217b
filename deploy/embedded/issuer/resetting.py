"""A password is reset by somebody in the office: on record, once for each page that was looked at."""

import asyncio
from functools import partial

from deploy.embedded.accounts import keeping
from deploy.embedded.accounts.account import PersonalAccount
from deploy.embedded.accounts.keeping import NewPassword
from deploy.embedded.issuer.equipment import Equipment
from deploy.embedded.issuer.people import may_reset, version_of
from shared.characters import shown
from shared.events.personal_data import find_personal_data
from shared.facts.account import Account
from shared.logging import get_logger

LONGEST_REASON = 200
_log = get_logger("paicha.accounts")


class _Changed(Exception):
    """Not the password any more that was looked at, or not theirs to reset any more."""


def why_not_reason(reason: str) -> tuple[str, str] | None:
    if not reason:
        return "请填写原因。", "Give a reason."
    if len(reason) > LONGEST_REASON:
        return f"原因不超过 {LONGEST_REASON} 字。", f"At most {LONGEST_REASON} characters."
    if find_personal_data(reason) is not None:
        return "原因中不能有手机号或身份证号。", "No telephone or identity number in the reason."
    return None


async def reset_by(
    equipment: Equipment, account: Account, login: str, seen: str, reason: str
) -> NewPassword | None:
    """None where the password is another one by now."""

    def check(other: PersonalAccount) -> None:
        if version_of(other) != seen or not may_reset(account, other):
            raise _Changed

    doing = partial(
        keeping.reset, equipment.folder, login, lambda _: None, account.name, shown(reason), check
    )
    try:
        made = await asyncio.get_running_loop().run_in_executor(equipment.trying, doing)
    except _Changed:
        return None
    _log.info("password_reset", by=account.name, account=login, township=account.township)
    return made
