"""Addresses in a text can be followed; all else of it stays text."""

import re

from markupsafe import Markup, escape

_LINK = re.compile(r"https?://[^\s<>\"'，。；！？）】]+")


def linked(text: str) -> Markup:
    pieces, end = [], 0
    for found in _LINK.finditer(text):
        address = escape(found[0])
        pieces.append(escape(text[end : found.start()]))
        pieces.append(Markup(f'<a href="{address}" target="_blank" rel="noopener noreferrer">{address}</a>'))  # noqa: S704 - escaped above
        end = found.end()
    return Markup("").join([*pieces, escape(text[end:])])
