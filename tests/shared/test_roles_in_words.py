"""Every role is called something, in both languages, wherever somebody is refused."""

from shared.facts.account import EVERY_ROLE
from shared.facts.roles_in_words import ROLES_IN_WORDS, not_for, only_for
from shared.problems import Rejected


def test_every_role_has_words() -> None:
    assert ROLES_IN_WORDS.keys() == set(EVERY_ROLE)


def test_a_refusal_names_it_and_whom_to_ask() -> None:
    refused = Rejected("not_allowed", detail=not_for("operator"))
    assert refused.zh == (
        "当前账号无权执行此操作：您的角色是运维员 operator is your role。如需办理，请与镇安委办联系。"
    )
    assert (
        "镇安委办 safety_office / 镇领导 leader"
        in Rejected("not_allowed", detail=only_for("safety_office", "leader")).en
    )
