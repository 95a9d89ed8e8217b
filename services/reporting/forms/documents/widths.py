"""How wide the columns of a form are: labels break before their unit, and the table fills the page."""

from collections.abc import Sequence
from math import ceil

_UNIT_BEGINS = "（"
_LONGEST_LINE, _SHORTEST_LINE = 5, 4
_CHARACTER = 1.95
"""A Chinese character of a header, in the width of a digit: what spreadsheets measure columns in."""
_PADDING = 1.2
_PAGE = 140.0
"""A4 landscape, in the same measure."""
FILER_CHARACTERS = 7
_CHARACTERS_ACROSS = 58


def broken(label: str) -> str:
    """The unit on a line of its own, as the notice prints 行政罚款（万元）."""
    name, unit, rest = label.partition(_UNIT_BEGINS)
    return f"{name}\n{unit}{rest}" if name and unit else label


def column_widths(labels: Sequence[str]) -> list[float]:
    """Of the filer's column and then of each label's."""
    natural = [_width(FILER_CHARACTERS), *(_width(_characters(label)) for label in labels)]
    stretch = max(1.0, _PAGE / sum(natural))
    return [round(width * stretch, 2) for width in natural]


def _characters(label: str) -> int:
    """Per line, so that the lines of a long name are of about one length."""
    name = len(label.partition(_UNIT_BEGINS)[0])
    return max(_SHORTEST_LINE, ceil(name / ceil(name / _LONGEST_LINE)))


def _width(characters: int) -> float:
    return characters * _CHARACTER + _PADDING


def lines_across(text: str) -> int:
    """That a text takes over the whole width of a spreadsheet, each character as wide as a Chinese one."""
    return ceil(len(text) / _CHARACTERS_ACROSS)
