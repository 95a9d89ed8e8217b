"""Mobile and identity numbers as people and machines write them, for property tests."""

from datetime import date

from hypothesis import strategies as st
from stdnum.cn import ric

SCRIPTS = {
    "ASCII": "0123456789",
    "full width": "０１２３４５６７８９",
    "Arabic": "٠١٢٣٤٥٦٧٨٩",
    "Devanagari": "०१२३४५६७८९",
    "Tibetan": "༠༡༢༣༤༥༦༧༨༩",
    "mathematical": "𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗",
    "superscript": "⁰¹²³⁴⁵⁶⁷⁸⁹",
    "Chinese": "〇一二三四五六七八九",
    "Chinese with zero": "零一二三四五六七八九",
    "Chinese with a circle": "○一二三四五六七八九",
    "as read aloud": "零幺两三四五六七八九",
    "as typed for that": "零么二三四五六七八九",
    "formal": "零壹贰叁肆伍陆柒捌玖",
    "traditional": "零壹貳參肆伍陸柒捌玖",
    "Suzhou": "〇〡〢〣〤〥〦〧〨〩",
    "circled": "⓪①②③④⑤⑥⑦⑧⑨",
    "circled in black": "⓿❶❷❸❹❺❻❼❽❾",
    "circled twice": "⓪⓵⓶⓷⓸⓹⓺⓻⓼⓽",
    "in brackets": "⓪⑴⑵⑶⑷⑸⑹⑺⑻⑼",
    "with a full stop": "🄀⒈⒉⒊⒋⒌⒍⒎⒏⒐",
    "ideographs in brackets": "〇㈠㈡㈢㈣㈤㈥㈦㈧㈨",
}
UNSEEN = [
    "\u200b",
    "\u200d",
    "\u2060",
    "\u00ad",
    "\ufeff",
    "\ufe0f",
    "\u20e3",
    "\u0301",
    "\u3164",
    "\U000e0020",
]
SEPARATORS = ["", " ", "  ", "-", "－", "–", "—", "−", " - ", "·", "・", ".", "\u3000", "_", "\n", "\t"]
BESIDE = ["", "联系", "电话：", "（", " ", "陈", "Tel:", "\n"]

mobiles = st.builds(lambda second, rest: f"1{second}{rest:09d}", st.integers(3, 9), st.integers(0, 10**9 - 1))


def _identity(place: int, born: date, nth: int) -> str:
    number = f"{place}{born:%Y%m%d}{nth:03d}"
    return number + ric.calc_check_digit(number + "0")


identities = st.builds(
    _identity,
    st.integers(110_000, 659_999),
    st.dates(date(1930, 1, 1), date(2012, 1, 1)),
    st.integers(0, 999),
)


def written(number: str, digits: str) -> str:
    return "".join(each if each == "X" else digits[int(each)] for each in number)


def groups(number: str) -> list[str]:
    """As people say it."""
    cuts = (0, 3, 7, 11) if len(number) == 11 else (0, 6, 14, 18)
    return [number[cuts[nth] : cuts[nth + 1]] for nth in range(3)]
