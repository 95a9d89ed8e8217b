"""The idempotency key that a page makes into each of its forms: sent twice, it acts once."""

import re
from secrets import token_urlsafe

from shared.pages.posted import Posted

FIELD = "key"
_KEY = re.compile(r"[A-Za-z0-9_-]{16,64}")


def new_key() -> str:
    return token_urlsafe(18)


def key_in(typed: Posted) -> str:
    """A new one where the form has none that a page made."""
    key = typed.text(FIELD) or ""
    return key if _KEY.fullmatch(key) else new_key()
