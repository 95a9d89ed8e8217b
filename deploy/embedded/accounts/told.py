"""An account as people tell it, on the command line or in a row of a table: read, or refused. Pure."""

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from deploy.embedded.accounts.account import Details
from deploy.embedded.accounts.term import check_order, day_or_moment
from deploy.embedded.issuer.town import OF_A_FILER, ROLES, Town, organisation_for
from deploy.embedded.refusal import Refusal
from shared.events.personal_data import find_in_id
from shared.facts.account import LONGEST_NAME, fits_a_person

ROLE_WORDS = {
    "村居填报员": "reporter",
    "科室人员": "officer",
    "镇安委办人员": "safety_office",
    "领导": "leader",
    "审计人员": "auditor",
    "运维人员": "operator",
}
LONGEST_LOGIN = 100
_LOGIN = re.compile(r"[a-z0-9][a-z0-9._+-]*@[a-z0-9][a-z0-9.-]*")
_STAND_IN = {"": False, "A": False, "A岗": False, "B": True, "B岗": True}
_HEAD = {"": False, "否": False, "是": True}
_FORMULA = "=+-@＝＋－＠"


@dataclass(frozen=True, slots=True)
class Told:
    """All of it text; what was left out is empty."""

    login: str
    name: str
    office: str
    role: str
    organisation: str
    starts: str
    until: str
    stand_in: str
    head: str = ""


def details_of(told: Told, town: Town) -> Details:
    """A refusal says everything that is wrong with it."""
    read: dict[str, Any] = {"township": town.township}
    wrong: list[Refusal] = []
    parts: tuple[Callable[[], dict[str, Any]], ...] = (
        lambda: {"login": login_name(told.login)},
        lambda: {"name": person_name(told.name)},
        lambda: {"office": person_office(told.office)},
        lambda: _role_in(town, told),
        lambda: {"starts": day_or_moment(told.starts)},
        lambda: {"until": day_or_moment(told.until)},
        lambda: {"stand_in": _stand_in(told.stand_in)},
        lambda: {"head": _head(told.head, told.role)},
        lambda: check_order(read.get("starts"), read.get("until")),
    )
    for part in parts:
        try:
            read.update(part())
        except Refusal as refusal:
            wrong.append(refusal)
    if wrong:
        raise all_of(wrong)
    return Details.model_validate(read)


def all_of(refusals: Iterable[Refusal]) -> Refusal:
    listed = list(refusals)
    return Refusal("".join(one.zh for one in listed), " ".join(one.en for one in listed), usage=True)


def as_written(login: str) -> str:
    """One account has one way to be written, or each way would have tries of its own to sign in."""
    return unicodedata.normalize("NFKC", login).strip().lower()


def login_name(said: str) -> str:
    """Never like a seat's, and no telephone number: events keep it for ever."""
    login = as_written(said)
    if _LOGIN.fullmatch(login) is None or len(login) > LONGEST_LOGIN:
        raise Refusal(
            f"账号“{said}”无效：应形如 zhang.san@dasheng，只用英文字母、数字和 . _ + -，含一个 @，"
            f"不超过 {LONGEST_LOGIN} 个字符。",
            f"“{said}” is no login: as in zhang.san@dasheng, at most {LONGEST_LOGIN} characters.",
            usage=True,
        )
    if login.partition("@")[0] in ROLES:
        raise Refusal(
            f"账号“{said}”的前半部分是角色名，留给演示席位和 paicha token；请改用个人的账号名。",
            f"“{said}” begins with a role, which is kept for seats: choose a name of the person.",
            usage=True,
        )
    if any(find_in_id(part) for part in (login, *re.split(r"[@._+-]", login))):
        raise Refusal(
            "账号中不能有手机号或身份证号（账号会永久写入事件），请改用姓名拼音。",
            "A login holds no telephone or identity number, since events keep it: use the person's name.",
            usage=True,
        )
    return login


def person_name(said: str) -> str:
    name = said.strip()
    if not name:
        raise Refusal("姓名为空，请填写本人姓名。", "The name is empty: give the person's own.", usage=True)
    return _of_a_person("姓名", "name", name)


def person_office(said: str) -> str:
    return _of_a_person("职务", "office", said.strip())


def _of_a_person(what: str, en: str, said: str) -> str:
    if said.startswith(tuple(_FORMULA)):
        raise Refusal(
            f"{what}“{said}”像电子表格的公式，请删去开头的“{said[0]}”。",
            f"The {en} “{said}” looks like a formula of a spreadsheet: take its first character away.",
            usage=True,
        )
    if not fits_a_person(said):
        raise Refusal(
            f"{what}“{said}”无效：不超过 {LONGEST_NAME} 个字，不能有电话、身份证号码或看不见的字符，请更正。",
            f"The {en} “{said}” is not valid: at most {LONGEST_NAME} characters, no telephone or identity "
            "number, nothing unseen.",
            usage=True,
        )
    return said


def _role_in(town: Town, told: Told) -> dict[str, str | None]:
    """A filer is named by its id or as in the campaign file."""
    said = told.role.strip()
    role = ROLE_WORDS.get(said, said)
    if role not in ROLES:
        listed = "、".join(ROLE_WORDS)
        raise Refusal(
            f"没有角色“{said}”，请填写其一：{listed}。",
            f"There is no role “{said}”: {', '.join(ROLES)}.",
            usage=True,
        )
    return {"role": role, "organisation": organisation_for(town, role, _organisation(town, told))}


def _organisation(town: Town, told: Told) -> str | None:
    """A filer is named by its id, or as in the campaign file."""
    named = told.organisation.strip()
    known = town.filers | {town.safety_office: town.safety_office_name}
    if not named or named in known:
        return named or None
    ids = [id_ for id_, name in known.items() if name == named]
    if len(ids) == 1:
        return ids[0]
    listed = "、".join(ids or known.values())
    raise Refusal(
        f"镇街 {town.township} 没有单位“{named}”，请填写其一：{listed}。"
        if not ids
        else f"名为“{named}”的单位不止一个，请填写编号：{listed}。",
        f"“{named}” is no organisation of {town.township}, or several: {', '.join(ids or known)}.",
        usage=True,
    )


def _stand_in(said: str) -> bool:
    found = _STAND_IN.get(unicodedata.normalize("NFKC", said).strip().upper())
    if found is None:
        raise Refusal(
            f"AB岗“{said}”无效，请填写 A 或 B。", f"“{said}” is neither A nor B of AB岗.", usage=True
        )
    return found


def _head(said: str, role: str) -> bool:
    """Of a filer alone: nobody else has reports to agree to."""
    found = _HEAD.get(unicodedata.normalize("NFKC", said).strip())
    if found is None:
        raise Refusal(
            f"负责人“{said}”无效，请填写 是 或留空。", f"“{said}” is neither 是 nor empty.", usage=True
        )
    if found and ROLE_WORDS.get(role, role) not in OF_A_FILER:
        raise Refusal(
            "只有村居填报员和科室人员可以注明为单位负责人。",
            "Only reporters and officers can be marked as heads.",
            usage=True,
        )
    return found
