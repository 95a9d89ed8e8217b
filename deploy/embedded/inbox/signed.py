"""Whether a request to the text message gateway comes from who knows the secret, and was made just now."""

import hmac
from hashlib import sha256

TIMESTAMP, SIGNATURE = "X-Paicha-Timestamp", "X-Paicha-Signature"
TOLERANCE_SECONDS = 300
_LONGEST = 12


def signature(secret: str, timestamp: str, method: str, path: str, body: bytes) -> str:
    """Of seconds since 1970, by real time, of what is asked, and of the body to the byte."""
    signed = b"\n".join((timestamp.encode(), method.encode(), path.encode(), body))
    return hmac.new(secret.encode(), signed, sha256).hexdigest()


def is_recent(timestamp: str, now: float) -> bool:
    """By real time. What was overheard can't be sent again later."""
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= _LONGEST):
        return False
    return abs(now - int(timestamp)) <= TOLERANCE_SECONDS
