"""A sign-in under way, kept in the browser that began it: sealed, so that nobody reads or makes one."""

import time
from base64 import urlsafe_b64encode
from hashlib import sha256
from secrets import token_urlsafe

import msgspec
from cryptography.fernet import Fernet, InvalidToken

COOKIE = "paicha_signing_in"
MOST_SECONDS = 900
"""Passwords are looked for, and chosen at the first sign-in."""


class Pending(msgspec.Struct, frozen=True):
    state: str
    nonce: str
    verifier: str
    to: str
    """An address of ours."""
    stay: bool
    """For 30 days, on a phone of one's own."""
    began: int
    """Seconds since 1970."""
    again: str | None = None
    """The account that is to give its password once more."""

    @property
    def challenge(self) -> str:
        """S256 (RFC 7636)."""
        return urlsafe_b64encode(sha256(self.verifier.encode()).digest()).rstrip(b"=").decode()


def begun(to: str, *, stay: bool, again: str | None = None) -> Pending:
    state, nonce, verifier = (token_urlsafe(size) for size in (24, 24, 48))
    return Pending(state, nonce, verifier, to, stay, int(time.time()), again)


def sealed(pending: Pending, key: bytes) -> str:
    return Fernet(key).encrypt(msgspec.json.encode(pending)).decode()


def opened(text: str, key: bytes) -> Pending | None:
    """None for what is not ours, or began too long ago."""
    try:
        content = Fernet(key).decrypt_at_time(text.encode(), MOST_SECONDS, int(time.time()))
        return msgspec.json.decode(content, type=Pending)
    except (InvalidToken, msgspec.DecodeError, UnicodeEncodeError):
        return None
