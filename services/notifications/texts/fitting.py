"""What may stand in a variable of a text message: 20 characters, no link and no telephone number. Pure.

Operators refuse the rest, and a registered signature must not be imitated.
"""

import re
import unicodedata

from services.notifications.texts.length import characters

VARIABLE = 20
TITLE_NAME = 60
"""Of a name in an e-mail: more would only be cut elsewhere."""

_LINK = re.compile(r"://|www\.|[a-z0-9-]\.[a-z]{2,}(?![a-z])", re.IGNORECASE)
_TELEPHONE = re.compile(
    r"(?<!\d)(?:1[3-9]\d{9}|0\d{2,3}-?\d{7,8}|[48]00-?\d{3}-?\d{4})(?!\d)"
    # A local number; not the date of an id, H-20241228.
    r"|(?<![\dA-Za-z-])(?!19|20)\d{7,8}(?![\dA-Za-z-])"
)
_BRACKETS = str.maketrans("【】", "（）")


def cleaned(value: str) -> str:
    """On one line, without control characters: a title is a header of a mail."""
    printable = "".join(" " if unicodedata.category(one)[0] in "CZ" else one for one in value)
    return " ".join(printable.split()).translate(_BRACKETS)


def fitted(value: str, otherwise: str, limit: int = VARIABLE) -> str:
    """`otherwise` for what no text message may say, shortened neither."""
    whole = cleaned(value)
    said = shortened(whole, limit)
    return otherwise if not said or is_link_or_telephone(whole) or is_link_or_telephone(said) else said


def is_link_or_telephone(value: str) -> bool:
    return bool(_LINK.search(value) or _TELEPHONE.search(value))


def shortened(value: str, limit: int) -> str:
    """Out of the middle: names of one house begin alike, those of one kind end alike."""
    kept = len(value)
    shown = value
    while characters(shown) > limit and kept > 0:
        kept -= 1
        head = max(0, kept - 1) // 2
        shown = f"{value[:head]}…{value[len(value) - (kept - 1 - head) :]}" if kept > 1 else "…"
    return shown
