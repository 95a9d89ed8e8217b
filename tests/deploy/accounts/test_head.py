"""单位负责人: told in a table or on the command line, and carried by tokens."""

from typing import Any

import pytest

from deploy.embedded.accounts.account import PersonalAccount
from deploy.embedded.accounts.told import Told, details_of
from deploy.embedded.issuer.town import read_towns
from deploy.embedded.refusal import Refusal

USUAL: dict[str, Any] = {
    "login": "zhao@d", "name": "赵负责", "office": "主任", "role": "officer", "organisation": "d-chanye",
    "starts": "", "until": "", "stand_in": "",
}  # fmt: skip


def told(**more: str) -> PersonalAccount:
    details = details_of(Told(**(USUAL | more)), read_towns()[0])
    return PersonalAccount.model_validate({**dict(details), "password": "x"})


@pytest.mark.parametrize(("said", "head"), [("", False), ("否", False), ("是", True), (" 是 ", True)])
def test_who_heads_a_filer_is_said_in_a_word(said: str, head: bool) -> None:
    assert told(head=said).account().head is head
    assert told(head=said).details().head is head


@pytest.mark.parametrize(
    ("more", "word"),
    [
        ({"head": "对"}, "负责人“对”无效"),
        ({"head": "是", "role": "leader", "organisation": ""}, "只有村居填报员和科室人员"),
    ],
)
def test_nobody_else_is_marked_so(more: dict[str, str], word: str) -> None:
    with pytest.raises(Refusal) as refused:
        told(**more)
    assert word in refused.value.zh
