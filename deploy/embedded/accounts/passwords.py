"""Passwords: kept only as a salted hash that is slow to try. First ones are made here and shown once."""

import re
import unicodedata
from base64 import b64decode, b64encode
from hashlib import scrypt
from hmac import compare_digest
from secrets import choice, token_bytes
from typing import NamedTuple

_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without what looks alike on paper."""
_GROUPS, _OF_A_GROUP = 3, 4
"""Twelve characters of it are 59 random bits."""
_FIRST_PASSWORD = re.compile(rf"[{_ALPHABET}]{{4}}-[{_ALPHABET}]{{4}}-[{_ALPHABET}]{{4}}", re.IGNORECASE)


class Cost(NamedTuple):
    """Of scrypt: n, r and p."""

    n: int
    r: int
    p: int


OF_FIRST = Cost(2**14, 8, 1)
"""16 MiB and a twentieth of a second: enough for passwords that nobody chose."""
OF_CHOSEN = Cost(2**16, 8, 2)
"""64 MiB and a third of a second. People choose what can be guessed, so that each guess has to be dear to
whoever has got hold of the file.
"""
_MEMORY = 128 * 1024**2


class _Hash(NamedTuple):
    cost: Cost
    salt: bytes
    derived: bytes


def new_password() -> str:
    return "-".join("".join(choice(_ALPHABET) for _ in range(_OF_A_GROUP)) for _ in range(_GROUPS))


def looks_like_a_first_one(password: str) -> bool:
    return _FIRST_PASSWORD.fullmatch(password) is not None


def hash_of(password: str, cost: Cost) -> str:
    """With its salt and parameters, so that later ones may be others."""
    salt = token_bytes(16)
    n, r, p = cost
    return f"scrypt${n}${r}${p}${_text(salt)}${_text(_derived(password, salt, cost))}"


def matches(password: str, kept: str | None) -> bool:
    """Each cost is paid once, whoever is asked for, also where there is no such account (None).

    So time tells neither who there is nor who has chosen a password yet.
    """
    nobodys = [_Hash(cost, bytes(16), bytes(32)) for cost in (OF_FIRST, OF_CHOSEN)]
    asked = {each.cost: each for each in nobodys}
    own = None if kept is None else _read(kept)
    if own is not None:
        asked[own.cost] = own
    right = {
        each.cost: compare_digest(_derived(password, each.salt, each.cost), each.derived)
        for each in asked.values()
    }
    return own is not None and right[own.cost]


def as_typed(password: str) -> str:
    """An input method may give the full-width twin of a character: it is the same password."""
    return unicodedata.normalize("NFKC", password)


def _read(kept: str) -> _Hash:
    _, n, r, p, salt, derived = kept.split("$")
    return _Hash(Cost(int(n), int(r), int(p)), b64decode(salt), b64decode(derived))


def _derived(password: str, salt: bytes, cost: Cost) -> bytes:
    n, r, p = cost
    return scrypt(as_typed(password).encode(), salt=salt, n=n, r=r, p=p, maxmem=_MEMORY, dklen=32)


def _text(raw: bytes) -> str:
    return b64encode(raw).decode("ascii")
