"""The name under which a browser saves an answer: of any characters that an id may hold (RFC 6266)."""

import re
from urllib.parse import quote

_UNFIT = re.compile(r"[^A-Za-z0-9._-]")


def saved_as(name: str) -> str:
    """A value of `Content-Disposition`. What is not plain stands there twice, for old browsers plain."""
    plain = _UNFIT.sub("_", name)
    told = f'attachment; filename="{plain}"'
    return told if plain == name else f"{told}; filename*=UTF-8''{quote(name, safe='')}"
