"""A chain of digests as it is handed around: what it is of, and its blocks. Pure."""

from base64 import b64decode, b64encode
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import msgspec

from services.reporting.state_digests.block import Block
from services.reporting.state_digests.whole import first_wrong
from shared.problems import Rejected


class Header(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The first line of a file."""

    every: int
    """Events a block."""
    last: dict[str, int]
    """By log, how far it goes."""
    rows_version: int
    """Of the code that folds rows and marks."""
    kept: str | None = None
    """Of a running service: the state that its own tables say at `last`."""
    paicha: Literal["digests"] = "digests"
    version: Literal[1] = 1


@dataclass(frozen=True, slots=True)
class Digests:
    header: Header
    blocks: Sequence[Block]


class _Line(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    events: int
    positions: dict[str, int]
    recorded: str
    stored: str
    state: str
    chain: str
    tags: str


def header_line(header: Header) -> bytes:
    return msgspec.json.encode(header)


def block_line(block: Block) -> bytes:
    return msgspec.json.encode(
        _Line(
            block.events, dict(block.positions), block.recorded, block.stored, block.state, block.chain,
            b64encode(block.tags).decode(),
        )
    )  # fmt: skip


def read_digests(lines: Iterable[bytes], place: str) -> Digests:
    """Raises `not_digests`, and `digests_broken` where they were cut off or altered."""
    given = iter(lines)
    try:
        header = msgspec.json.decode(next(given, b""), type=Header)
        blocks = [_block(line) for line in given]
    except (msgspec.DecodeError, ValueError):
        raise Rejected("not_digests", place=place) from None
    wrong = first_wrong(blocks, header.every)
    if wrong is None and +Counter(header.last) != Counter(blocks[-1].positions if blocks else {}):
        wrong = len(blocks)
    if wrong is not None:
        raise Rejected("digests_broken", place=place, line=str(wrong + 2))
    return Digests(header, blocks)


def _block(line: bytes) -> Block:
    read = msgspec.json.decode(line, type=_Line)
    tags = b64decode(read.tags, validate=True)
    return Block(read.events, read.positions, read.recorded, read.stored, read.state, read.chain, tags)
