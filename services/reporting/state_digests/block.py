"""One line of a chain of digests: so many events on, and what is made of all up to there. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import NamedTuple

from shared.canonical import GENESIS

LOGS = ("hazards", "registry", "reporting")
"""By number, as events are named in the bytes of a block."""
_TAG = 8
TAG_BYTES = 2 * _TAG
"""For each event."""


class Tag(NamedTuple):
    """What tells one event from others, without its bytes."""

    log: str
    raw: bytes
    """Begins the hash of its stored bytes."""
    content: bytes
    """Begins the hash of what it says, wherever in the log it stands and whenever it came there."""


@dataclass(frozen=True, slots=True)
class Block:
    events: int
    """Of all logs, from the first on."""
    positions: Mapping[str, int]
    recorded: str
    """When the last of them was."""
    stored: str
    """Digest of the stored bytes of all events so far, in their order."""
    state: str
    """Of all subjects' rows and marks at this point."""
    chain: str
    """Of both, and of the block before: where two are equal, all before is."""
    tags: bytes
    """Of this block's own events."""

    def own(self) -> Iterator[Tag]:
        for start in range(0, len(self.tags), TAG_BYTES):
            one = self.tags[start : start + TAG_BYTES]
            yield Tag(LOGS[one[0]], one[1:_TAG], one[_TAG:])


def chained(before: str, stored: str, state: str) -> str:
    return sha256(f"{before}{stored}{state}".encode()).hexdigest()


class Bytes:
    """The digest of stored bytes, and the tags of a block that is under way."""

    def __init__(self) -> None:
        self.digest = GENESIS
        self._hashes, self._tags = bytearray(), bytearray()

    def add(self, log: str, raw: bytes) -> None:
        number, hash_ = LOGS.index(log), sha256(raw).digest()
        self._hashes.append(number)
        self._hashes += hash_
        self._tags.append(number)
        self._tags += hash_[: _TAG - 1]
        self._tags += sha256(content_of(raw)).digest()[:_TAG]

    def end_block(self) -> bytes:
        """Its tags."""
        self.digest = sha256(self.digest.encode() + self._hashes).hexdigest()
        tags = bytes(self._tags)
        self._hashes.clear()
        self._tags.clear()
        return tags


def content_of(raw: bytes) -> bytes:
    """Without where in the chain it stands and when it was recorded. In canonical JSON the first is one
    stretch, from `id` to `previoushash`; inside of texts quotes are escaped, and only texts come after it."""
    chained_to = raw.rfind(b'"previoushash":"')
    start, after = raw.rfind(b',"id":"', 0, chained_to), raw.find(b',"', chained_to)
    recorded = raw.find(b',"recordedtime":"', after)
    end = raw.find(b',"', recorded + 1)
    if min(chained_to, start, after, recorded, end) < 0:
        return raw
    return raw[:start] + raw[after:recorded] + raw[end:]
