"""What is never sent twice by itself, and the id that stands for it everywhere. Pure."""

from base64 import b32encode
from datetime import datetime
from hashlib import sha256
from typing import NamedTuple

from shared.canonical import canonical
from shared.instant import write_instant


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
