"""Which characters people see: what ids may hold, what free text may not, and how the rest is shown.

`str.isprintable` is where it begins: it says no to controls, to what has no look of its own (zero-width and
bidirectional characters, tags), to private use, and to what is not assigned.
"""

import re
import unicodedata
from itertools import pairwise

# Printable by their category, and yet nothing is seen of them: fillers and blanks, joiners, selectors.
_BLANKS = "\u115f\u1160\u2800\u3164\uffa0\U00013441\U00013442\U0001d159"
_SELECTORS = "\u034f\u17b4\u17b5\u180b-\u180d\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef"
_UNSEEN = re.compile(f"[{_BLANKS}{_SELECTORS}]")

CONTROLS = r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"
"""All of C0 and C1 but tab and the two that end lines; for a character class."""
OVERRIDES = "\u202a-\u202e\u2066-\u2069"
"""What makes a text read in another order than it is stored in; likewise."""
_UNFIT_FOR_TEXT = re.compile(rf"[{CONTROLS}{OVERRIDES}]|\r(?!\n)")


def is_seen(text: str) -> bool:
    """Every character is seen, and none only alters how another looks: ids have to be told apart."""
    if text.isascii():
        return text.isprintable()
    return text.isprintable() and _UNSEEN.search(text) is None and not _has_a_mark_alone(text)


def _has_a_mark_alone(text: str) -> bool:
    """A combining mark that no letter carries."""
    kinds = " " + "".join(unicodedata.category(each)[0] for each in text)
    return any(mark == "M" and before not in "LM" for before, mark in pairwise(kinds))


def is_fit_for_people(text: str) -> bool:
    """Free text without controls other than tabs and line ends, read in the order it is stored in."""
    return _UNFIT_FOR_TEXT.search(text) is None


def shown(text: str) -> str:
    """With everything escaped that can't be seen, or that a terminal would obey."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(each if _shows(each) else _escaped(each) for each in text)


def _shows(character: str) -> bool:
    printable = character.isprintable() or unicodedata.category(character) == "Zs"
    return printable and _UNSEEN.match(character) is None


def _escaped(character: str) -> str:
    code = ord(character)
    return repr(character)[1:-1] if code < 0x80 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"  # noqa: PLR2004
