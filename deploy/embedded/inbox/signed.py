"""Whether a request to the text message gateway comes from who knows the secret, and was made just now.

A provider's side of docs/reminders.md, written apart from the service's own.
"""

import hmac
from hashlib import sha256

SIGNED_AT, SIGNATURE = "Paicha-Timestamp", "Paicha-Signature"
TOLERANCE_SECONDS = 300
_LONGEST = 10


def signature(secret: str, signed_at: str, content: bytes) -> str:
    """`content`: the body of what is posted, the path of what is asked for."""
    return hmac.new(secret.encode(), signed_at.encode() + b"." + content, sha256).hexdigest()


def is_recent(signed_at: str, now: float) -> bool:
    """By real time. What was overheard can't be sent again later."""
    if not (signed_at.isascii() and signed_at.isdigit() and len(signed_at) <= _LONGEST):
        return False
    return abs(now - int(signed_at)) <= TOLERANCE_SECONDS
