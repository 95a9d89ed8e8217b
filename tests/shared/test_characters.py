"""What ids may hold, what free text may not, and how everything else is shown."""

import pytest

from shared.characters import is_fit_for_people, is_seen, shown

UNSEEN = {
    "ESC": "\x1b", "line break": "\n", "C1": "\x9b", "delete": "\x7f",
    "zero width": "\u200b", "joiner": "\u200d",
    "mark of direction": "\u200e", "override": "\u202e", "isolate": "\u2066", "soft hyphen": "\u00ad",
    "variation selector": "\ufe0f", "another": "\U000e0101", "tag": "\U000e0041", "grapheme joiner": "\u034f",
    "ideographic space": "\u3000", "hard space": "\u00a0", "line separator": "\u2028", "filler": "\u3164",
    "leading filler": "\u115f", "vowel filler": "\u1160", "half filler": "\uffa0", "braille blank": "\u2800",
    "private use": "\ue000", "unassigned": "\u0378", "no character": "\ufffe", "null note": "\U0001d159",
}  # fmt: skip
SEEN = ["h-1", "隐患甲", "Ünal", "é", "e\u0301", "བོད", "кафе", "渝〔2024〕1号", "a b", "日本ご", "한글"]


@pytest.mark.parametrize("character", UNSEEN.values(), ids=UNSEEN)
def test_what_goes_unseen_is_in_no_id(character: str) -> None:
    assert not is_seen(f"h{character}1")
    assert not is_seen(f"隐患{character}甲")


@pytest.mark.parametrize("text", ["\u0301a", "1\u0336", "-\u0301", "a-\u20dd"])
def test_a_mark_needs_a_letter_to_stand_on(text: str) -> None:
    assert not is_seen(text)


@pytest.mark.parametrize("text", SEEN)
def test_what_people_write_is_seen(text: str) -> None:
    assert is_seen(text)
    assert shown(text) == text


@pytest.mark.parametrize(
    "character", ["\x00", "\x07", "\x0b", "\x1b", "\x7f", "\x85", "\x9b", "\u202e", "\u2067", "a\rb"]
)
def test_free_text_has_no_controls_and_nothing_that_turns_it_around(character: str) -> None:
    assert not is_fit_for_people(f"一{character}二")


@pytest.mark.parametrize("text", ["第一行\n第二行", "一\r\n二", "名称\t数量", "　缩进", "👨‍👩‍👧", "\u200e"])
def test_free_text_has_lines_tabs_and_everything_printed(text: str) -> None:
    assert is_fit_for_people(text)


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("\x1b]0;x\x07", "\\x1b]0;x\\x07"), ("a\nb", "a\\nb"), ("\x9b31m", "\\u009b31m"),
        ("\u202eba", "\\u202eba"),
        ("a\u3164", "a\\u3164"), ("\U000e0041", "\\U000e0041"), ("大盛镇　明月村", "大盛镇　明月村"),
        ("[red]", "[red]"),
    ],
)  # fmt: skip
def test_what_is_not_seen_is_shown_escaped(text: str, escaped: str) -> None:
    assert shown(text) == escaped
