"""A number that a form sends along, as it was shown."""

from collections.abc import Mapping

from shared.events.text import LARGEST_INTEGER
from shared.problems import Rejected


def number_sent(sent: Mapping[str, str], name: str) -> int:
    text = sent.get(name, "")
    fits = text.isascii() and text.isdigit() and len(text) <= len(str(LARGEST_INTEGER))
    if not fits:
        raise Rejected("invalid_request", field=name, detail="需要一个数 it takes a number")
    return int(text)
