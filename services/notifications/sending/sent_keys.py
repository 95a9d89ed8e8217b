"""The stream SENT: before a channel is called, what is about to be sent stands there, synced, for ever.

It is the fence, too: a key is written only behind the attempts that the table knows of. One that the table
does not know, because it was restored from a backup, was sent by somebody: it is not sent again.
"""

from dataclasses import dataclass
from datetime import datetime

import orjson
from nats.aio.client import Client
from nats.js.errors import BadRequestError, NotFoundError

from services.notifications.reminders.key import Key
from shared.bus.jetstream import SENT
from shared.instant import parse_instant, write_instant

_WRONG_LAST_SEQUENCE = 10071
_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class SentKey:
    """No address, no text."""

    key: Key
    attempt: int
    message: str
    """Under which id the provider was to get it: of the first that it was gathered with."""
    at: datetime
    """When it was claimed."""

    def to_bytes(self) -> bytes:
        written = self.key._asdict() | {
            "due": write_instant(self.key.due),
            "attempt": self.attempt,
            "message": self.message,
            "at": write_instant(self.at),
        }
        return orjson.dumps(written)

    @classmethod
    def from_bytes(cls, raw: bytes) -> "SentKey":
        read = orjson.loads(raw)
        attempt, message, at = read.pop("attempt"), read.pop("message"), parse_instant(read.pop("at"))
        return cls(Key(**(read | {"due": parse_instant(read["due"])})), attempt, message, at)


class SentKeys:
    def __init__(self, bus: Client) -> None:
        self._bus = bus

    async def write(self, sent: SentKey) -> bool:
        """False where the key stands there already and the table knows nothing of it: it is not to be sent.

        NatsError or TimeoutError when the stream can't be asked; then nothing was sent either.
        """
        stream = self._bus.jetstream(timeout=_SECONDS)
        subject = f"sent.{sent.key.id}"
        try:
            last = await stream.get_last_msg(SENT, subject, direct=True)
        except NotFoundError:
            expected = 0
        else:
            if SentKey.from_bytes(last.data or b"").attempt >= sent.attempt:
                return False
            expected = last.seq or 0
        headers = {"Nats-Expected-Last-Subject-Sequence": str(expected)}
        try:
            await stream.publish(subject, sent.to_bytes(), headers=headers)
        except BadRequestError as error:
            if error.err_code != _WRONG_LAST_SEQUENCE:
                raise
            return False
        return True
