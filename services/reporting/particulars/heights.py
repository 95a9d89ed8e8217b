"""How high a row has to be for its texts: office programs differ in whether they work it out themselves."""

from collections.abc import Iterable
from math import ceil

_LINE, _AROUND = 13.5, 3.0
_MOST_LINES = 25
"""Within what a spreadsheet takes for a row."""
_NARROW = 0.6
"""Of a letter or digit, in Chinese characters."""


def lines_in(text: str, width: int) -> int:
    """That a text takes in a column of so many Chinese characters."""
    narrow = len(text.encode("ascii", "ignore"))
    return max(1, ceil((len(text) - narrow + narrow * _NARROW) / width))


def height_of(texts: Iterable[tuple[str, int]]) -> float:
    """Of a row with these texts, each in a column of its width."""
    lines = max((lines_in(text, width) for text, width in texts), default=1)
    return min(lines, _MOST_LINES) * _LINE + _AROUND
