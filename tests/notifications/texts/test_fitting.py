"""Given whatever somebody is called, then something that a variable of a text message may bear."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.notifications.texts.fitting import VARIABLE, fitted, is_link_or_telephone, shortened
from services.notifications.texts.length import characters


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("明月村", "明月村"),
        (" 明月\r\n村\x00 ", "明月 村"),
        ("【别处】村", "（别处）村"),
        ("H-0231", "H-0231"),
        ("H-20241228", "H-20241228"),
        ("500112143", "500112143"),
        ("", "另说"),
        ("13812345678", "另说"),
        ("明月村023-67451234", "另说"),
        ("明月村67451234", "另说"),
        ("400-820-8820", "另说"),
        ("https://x", "另说"),
        ("见www点", "见www点"),
        ("grid.example.cn", "另说"),
        (
            "重庆市渝北区大盛镇经济发展办公室规划建设岗（临时负责）",
            "重庆市渝北区大盛镇…划建设岗（临时负责）",
        ),
    ],
)
def test_what_is_said(value: str, said: str) -> None:
    assert fitted(value, "另说") == said


@given(st.text(max_size=60))
def test_it_always_fits(value: str) -> None:
    said = fitted(value, "另说")
    assert 0 < characters(said) <= VARIABLE
    assert "【" not in said
    assert said.isprintable()


@given(st.text(alphabet="明月村😀a", min_size=1, max_size=40), st.integers(1, 30))
def test_shortened_keeps_both_ends(value: str, limit: int) -> None:
    shown = shortened(value, limit)
    assert characters(shown) <= limit
    if shown != value:
        head, _, tail = shown.partition("…")
        assert value.startswith(head)
        assert value.endswith(tail)


def test_shortening_may_not_make_a_telephone_number() -> None:
    assert not is_link_or_telephone(fitted("甲" * 30 + "67451234号", "另说"))
