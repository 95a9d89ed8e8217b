"""A text in both languages: a page shows the one that its reader has chosen."""

from typing import NamedTuple


class Words(NamedTuple):
    zh: str
    en: str
