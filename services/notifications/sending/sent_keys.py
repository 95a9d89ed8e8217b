"""The stream SENT: before a channel is called, what is about to be sent stands there, synced, for ever.

It is the fence, too: a key is written only behind the attempts that the table knows of. One that the table
does not know, because it was restored from a backup, was sent by somebody: it is not sent again. Of a
claimant whose session has ended others write that it is given up, in the place of its key: then it has not
called, and can't any more.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto

import orjson
from nats.aio.client import Client
from nats.js import JetStreamContext
from nats.js.api import StreamInfo
from nats.js.errors import BadRequestError, NotFoundError

from services.notifications.reminders.key import Key
from shared.bus.jetstream import SENT
from shared.instant import parse_instant, write_instant

_WRONG_LAST_SEQUENCE = 10071
_EXPECTED = "Nats-Expected-Last-Subject-Sequence"
_GIVEN_UP = "Paicha-Given-Up"
_COPIED = "Paicha-Copied"
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


class Stands(Enum):
    """What SENT holds of an attempt once something was to be written of it."""

    WRITTEN = auto()
    """Its key, by whoever wrote it just now. Nobody else can any more."""
    GIVEN_UP = auto()
    """That its claimant was given up: its key does not stand there, and never will."""
    SENT_BEFORE = auto()
    """Its key, or a later one, by somebody else."""


@dataclass(frozen=True, slots=True)
class _Last:
    """Of one reminder; attempts are counted from one."""

    sequence: int = 0
    attempt: int = 0
    given_up: bool = False
    copied: bool = False


class SentKeys:
    """NatsError or TimeoutError when the stream can't be asked; then nobody knows what stands there."""

    def __init__(self, bus: Client) -> None:
        self._bus = bus

    async def write(self, sent: SentKey, *, copied: bool = False) -> Stands:
        """It may be sent only where this is WRITTEN. `copied`: to where it can be looked for."""
        stands = await self._put(sent, {_COPIED: "true"} if copied else {})
        return Stands.WRITTEN if stands is None else self._of(stands, sent)

    async def give_up(self, sent: SentKey) -> Stands:
        """For another, whose session has ended. Said twice, it is the same."""
        stands = await self._put(sent, {_GIVEN_UP: "true"})
        return Stands.GIVEN_UP if stands is None else self._of(stands, sent)

    async def was_copied(self, id_: str, attempt: int) -> bool:
        """Whether a copy went along with this attempt; not where nothing is known of it."""
        last = await self._last(self._bus.jetstream(timeout=_SECONDS), f"sent.{id_}")
        return last.attempt == attempt and last.copied and not last.given_up

    async def stream(self) -> str:
        """Which SENT it is: another one, when the broker lost its disk."""
        info = await self._bus.jetstream(timeout=_SECONDS).stream_info(SENT)
        return made(info)

    @staticmethod
    def _of(stands: _Last, sent: SentKey) -> Stands:
        own = stands.attempt == sent.attempt
        return Stands.GIVEN_UP if own and stands.given_up else Stands.SENT_BEFORE

    async def _put(self, sent: SentKey, headers: dict[str, str]) -> _Last | None:
        """None once it is written behind an earlier attempt; else what forbids it."""
        stream, subject = self._bus.jetstream(timeout=_SECONDS), f"sent.{sent.key.id}"
        while (last := await self._last(stream, subject)).attempt < sent.attempt:
            expected = {_EXPECTED: str(last.sequence)}
            try:
                await stream.publish(subject, sent.to_bytes(), headers=headers | expected)
            except BadRequestError as error:
                if error.err_code != _WRONG_LAST_SEQUENCE:
                    raise
                continue  # Somebody was quicker: what he wrote says who may.
            return None
        return last

    @staticmethod
    async def _last(stream: JetStreamContext, subject: str) -> _Last:
        try:
            last = await stream.get_last_msg(SENT, subject, direct=True)
        except NotFoundError:
            return _Last()
        attempt = SentKey.from_bytes(last.data or b"").attempt
        headers = last.headers or {}
        return _Last(last.seq or 0, attempt, _GIVEN_UP in headers, _COPIED in headers)


def made(info: StreamInfo) -> str:
    return str(info.created)
