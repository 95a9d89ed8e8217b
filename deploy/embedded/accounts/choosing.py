"""What a person may choose as the own password. Pure."""

import re
from typing import NamedTuple

from deploy.embedded.accounts.commonest import COMMONEST
from deploy.embedded.accounts.passwords import as_typed, looks_like_a_first_one
from shared.characters import CONTROLS, OVERRIDES

SHORTEST, LONGEST = 10, 128
_BESIDE_A_NAME = 6
"""So many characters have to be left without the own login or name, of which everybody knows."""
_FEWEST_DIFFERENT = 4
_NOT_TYPED = re.compile(rf"[{CONTROLS}{OVERRIDES}\t\r\n]")
"""Nobody types such a character twice, or knows that it is there."""


class WhyNot(NamedTuple):
    zh: str
    en: str


def why_not_chosen(password: str, login: str, name: str) -> WhyNot | None:
    """None for one that may be chosen."""
    said = as_typed(password).casefold()
    if (unfit := _unfit(said)) is not None:
        return unfit
    if looks_like_a_first_one(said):
        return WhyNot(
            "新密码的样式与首次密码相同，请另想一个只有自己知道的。",
            "The new password is written like a first password: think of one that only you know.",
        )
    if _says_who(said, login, name):
        return WhyNot(
            "新密码主要由您的账号或姓名组成，容易被猜到，请换一个。",
            "The new password is little more than your account or your name: choose another.",
        )
    if said in COMMONEST or len(set(said)) < _FEWEST_DIFFERENT:
        return WhyNot(
            "新密码太常见，容易被猜到，请换一个。",
            "The new password is one of the commonest and soon guessed: choose another.",
        )
    return None


def _unfit(said: str) -> WhyNot | None:
    if len(said) < SHORTEST:
        return WhyNot(
            f"新密码太短：至少 {SHORTEST} 个字符，例如几个不相关的词连在一起。",
            f"The new password is too short: take at least {SHORTEST} characters, a few unrelated words say.",
        )
    if len(said) > LONGEST:
        return WhyNot(
            f"新密码太长：最多 {LONGEST} 个字符。",
            f"The new password is too long: at most {LONGEST} characters.",
        )
    if _NOT_TYPED.search(said) is not None:
        return WhyNot(
            "新密码含有看不见的控制字符，可能是粘贴带入的，请重新输入。",
            "The new password holds control characters that can't be seen, pasted perhaps: type it again.",
        )
    return None


def _says_who(said: str, login: str, name: str) -> bool:
    parts = (login, login.partition("@")[0], as_typed(name).casefold())
    return any(part and part in said and len(said.replace(part, "")) < _BESIDE_A_NAME for part in parts)
