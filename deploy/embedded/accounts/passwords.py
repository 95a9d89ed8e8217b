"""Passwords: made here, shown once, and kept only as a salted hash that is slow to try."""

from base64 import b64decode, b64encode
from hashlib import scrypt
from hmac import compare_digest
from secrets import choice, token_bytes

_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without what looks alike on paper."""
_GROUPS, _OF_A_GROUP = 3, 4
"""Twelve characters of it are 59 random bits."""
_N, _R, _P = 2**14, 8, 1
"""16 MiB and a twentieth of a second: enough for passwords that nobody chose."""
_MEMORY = 64 * 1024**2


def new_password() -> str:
    return "-".join("".join(choice(_ALPHABET) for _ in range(_OF_A_GROUP)) for _ in range(_GROUPS))


def hash_of(password: str) -> str:
    """With its salt and parameters, so that later ones may be others."""
    salt = token_bytes(16)
    return f"scrypt${_N}${_R}${_P}${_text(salt)}${_text(_derived(password, salt, _N, _R, _P))}"


def matches(password: str, kept: str | None) -> bool:
    """Where there is no such account (None) it takes as long, so that time does not tell who there is."""
    _, n, r, p, salt, derived = (kept or _NOBODYS).split("$")
    found = _derived(password, b64decode(salt), int(n), int(r), int(p))
    return compare_digest(found, b64decode(derived)) and kept is not None


def _derived(password: str, salt: bytes, n: int, r: int, p: int) -> bytes:
    return scrypt(password.encode(), salt=salt, n=n, r=r, p=p, maxmem=_MEMORY, dklen=32)


def _text(raw: bytes) -> str:
    return b64encode(raw).decode("ascii")


_NOBODYS = f"scrypt${_N}${_R}${_P}${_text(bytes(16))}${_text(bytes(32))}"
