"""How the SMS gateway and this service sign what they say to each other. Pure.

HMAC-SHA256 with a shared secret over `<timestamp>.<content>`: the body of what is posted, the path with its
query of what is asked for. docs/reminders.md has the wire format.
"""

import hmac
from collections.abc import Mapping
from datetime import datetime, timedelta
from hashlib import sha256

MOMENT, SIGNATURE = "Paicha-Timestamp", "Paicha-Signature"
VALID_FOR = timedelta(minutes=5)
"""Before and after: clocks differ."""


class NotSigned(Exception):
    """By nobody who has the secret, or not just now."""


def signature(secret: str, moment: str, content: bytes) -> str:
    return hmac.new(secret.encode(), moment.encode() + b"." + content, sha256).hexdigest()


def signed_headers(secret: str, now: datetime, content: bytes) -> dict[str, str]:
    moment = str(int(now.timestamp()))
    return {MOMENT: moment, SIGNATURE: signature(secret, moment, content)}


def check_signed(secret: str, headers: Mapping[str, str], content: bytes, now: datetime) -> None:
    """NotSigned unless it is. `headers` by names in lower case, or in any as web frameworks hold them."""
    moment = headers.get(MOMENT.lower(), "")
    given = headers.get(SIGNATURE.lower(), "")
    if not (moment.isascii() and moment.isdigit() and len(moment) <= len("9999999999")):
        raise NotSigned
    if abs(now.timestamp() - int(moment)) > VALID_FOR.total_seconds():
        raise NotSigned
    if not hmac.compare_digest(signature(secret, moment, content).encode(), given.encode()):
        raise NotSigned
