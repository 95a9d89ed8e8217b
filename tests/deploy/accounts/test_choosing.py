"""What may be chosen as a password, and in what script people are called."""

import pytest

from deploy.embedded.accounts.choosing import LONGEST, why_not_chosen
from deploy.embedded.accounts.commonest import COMMONEST
from deploy.embedded.accounts.passwords import new_password

LOGIN, NAME = "zhang.san@dasheng", "张三"


@pytest.mark.parametrize(
    "password",
    [
        "correct horse", "床前明月光疑是地上霜", "Tr0ub4dor&3x", "zhang.san likes tea", "ф" * 5 + "ыва лд",
        "🍵🐎🔋📎 tea horse", "محمد يشرب الشاي", " leading and trailing ", "x" * 60 + "yzabc" * 13,
    ],
)  # fmt: skip
def test_what_is_long_and_ones_own_may_be_chosen(password: str) -> None:
    assert why_not_chosen(password, LOGIN, NAME) is None


@pytest.mark.parametrize(
    ("password", "word"),
    [
        ("", "too short"), ("九个字的密码不够长", "too short"), ("a" * (LONGEST + 1), "too long"),
        ("zhang.san@dasheng", "your account"), ("ZHANG.SAN@DASHENG", "your account"),
        ("zhang.san123", "your account"), ("ｚhang.san2024", "your account"),
        ("张三张三张三张三张三", "your name"),
        ("aaaaaaaaaaaa", "commonest"), ("1234567890", "commonest"), ("１２３４５６７８９０", "commonest"),
        ("PassWord123", "commonest"), ("qwertyuiop", "commonest"),
        ("correct\x00horse", "control"), ("correct horse\x1b[2J", "control"),
        ("correct\u202ehorse", "control"), ("correct\thorse", "control"),
        ("correct horse\x7f\x85", "control"),
        ("abcd-efgh-jkmn", "first password"), ("ABCD-EFGH-JKMN", "first password"),
    ],
)  # fmt: skip
def test_what_others_guess_may_not(password: str, word: str) -> None:
    why_not = why_not_chosen(password, LOGIN, NAME)
    assert why_not is not None
    assert word in why_not.en
    assert why_not.zh


def test_a_first_password_is_never_ones_own() -> None:
    for _ in range(50):
        why_not = why_not_chosen(new_password(), LOGIN, NAME)
        assert why_not is not None
        assert "first password" in why_not.en


def test_the_list_has_nothing_that_would_be_refused_anyway() -> None:
    assert {word for word in COMMONEST if len(word) < 10 or word != word.casefold()} == set()


@pytest.mark.parametrize("name", ["Ольга Иванова", "محمد علي خان", "O'Brien <b>", "买买提·艾力", "ɡ̊", ""])
def test_a_name_of_any_script_is_no_password(name: str) -> None:
    said = (name * 10)[: max(10, len(name))]
    why_not = why_not_chosen(said, LOGIN, name)
    assert why_not is not None
