"""What is never sent twice by itself, and the id that stands for it everywhere. Pure."""

import re
from base64 import b32encode
from datetime import datetime
from hashlib import sha256
from typing import NamedTuple

from shared.canonical import canonical
from shared.instant import write_instant

_ID = re.compile(r"[a-z2-7]{26}")


def is_id(text: str) -> bool:
    """Whether a reminder could have it."""
    return _ID.fullmatch(text) is not None


class Key(NamedTuple):
    township: str
    rule: str
    subject: str
    due: datetime
    recipient: str
    channel: str

    @property
    def id(self) -> str:
        """Of the row, of its job, in SENT, and at the provider: the same for ever."""
        due = write_instant(self.due)
        written = canonical([self.township, self.rule, self.subject, due, self.recipient, self.channel])
        return b32encode(sha256(written).digest()).decode().lower()[:26]
