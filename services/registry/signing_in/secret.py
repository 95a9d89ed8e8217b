"""What a session is known by: a random text that only the browser has. The table keeps its hash.

The provider's refresh token is kept under a key made of the same text: who reads the table can't use it.
"""

from base64 import urlsafe_b64encode
from hashlib import sha256
from secrets import token_urlsafe

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

COOKIE = "paicha_session"
_BYTES = 32


def new_secret() -> str:
    return token_urlsafe(_BYTES)


def hash_of(secret: str) -> bytes:
    return sha256(secret.encode()).digest()


def locked(refresh_token: str | None, secret: str) -> bytes | None:
    return (
        None
        if refresh_token is None
        else Fernet(derived(secret.encode(), "refresh")).encrypt(refresh_token.encode())
    )


def unlocked(kept: bytes | None, secret: str) -> str | None:
    if kept is None:
        return None
    try:
        return Fernet(derived(secret.encode(), "refresh")).decrypt(kept).decode()
    except InvalidToken:
        return None


def derived(material: bytes, purpose: str) -> bytes:
    """A key of Fernet's form."""
    kdf = HKDF(algorithm=SHA256(), length=32, salt=None, info=f"paicha {purpose} 1".encode())
    return urlsafe_b64encode(kdf.derive(material))
