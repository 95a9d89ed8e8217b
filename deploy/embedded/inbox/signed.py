"""Whether a request to the text message gateway comes from who knows the secret, and was made just now.

A provider's side of docs/reminders.md, written apart from the service's own.
"""

import hmac
from hashlib import sha256

TIMESTAMP, SIGNATURE = "Paicha-Timestamp", "Paicha-Signature"
TOLERANCE_SECONDS = 300
_LONGEST = 10


def signature(secret: str, timestamp: str, content: bytes) -> str:
    """`content`: the body of what is posted, the path of what is asked for."""
    return hmac.new(secret.encode(), timestamp.encode() + b"." + content, sha256).hexdigest()


def is_recent(timestamp: str, now: float) -> bool:
    """By real time. What was overheard can't be sent again later."""
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= _LONGEST):
        return False
    return abs(now - int(timestamp)) <= TOLERANCE_SECONDS
