"""How names are compared when units are looked for."""

import pytest

from services.registry.search.normalised import grams, grams_asked, normalised


@pytest.mark.parametrize(
    ("written", "called"),
    [
        ("大盛　酒店", "大盛酒店"),
        ("ＡＢＣ超市（总店）", "abc超市(总店)"),
        ("abc 超市(总店)", "abc超市(总店)"),
        ("２号 渣土场", "2号渣土场"),
        ("ﾊﾟ", "パ"),
        (" \u3000 ", ""),
    ],
)
def test_width_case_and_spaces_make_no_difference(written: str, called: str) -> None:
    assert normalised(written) == called


@pytest.mark.parametrize("asked", ["大", "大盛", "盛酒店", "大盛酒店"])
def test_whatever_part_is_asked_for_is_among_the_grams(asked: str) -> None:
    assert set(grams_asked("t", asked)) <= grams("t", "大盛酒店")


@pytest.mark.parametrize("asked", ["店大", "盛大", "酒楼"])
def test_other_words_are_not(asked: str) -> None:
    assert not set(grams_asked("t", asked)) <= grams("t", "大盛酒店")


def test_another_townships_are_others() -> None:
    assert grams("t", "大盛").isdisjoint(grams("u", "大盛"))
