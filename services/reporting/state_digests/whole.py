"""Whether the blocks of a file follow from each other: halving relies on that. Pure.

That its digests are those of a log nobody sees by them.
"""

from collections import Counter
from collections.abc import Sequence

from services.reporting.state_digests.block import LOGS, TAG_BYTES, Block, chained
from shared.canonical import GENESIS


def first_wrong(blocks: Sequence[Block], every: int) -> int | None:
    """The number, from 0, of the first block that does not follow from the one before it."""
    before, events, positions = GENESIS, 0, Counter[str]()
    for number, block in enumerate(blocks):
        own = block.tags[::TAG_BYTES]
        fits = len(own) == every or (number == len(blocks) - 1 and 0 < len(own) < every)
        if not fits or len(block.tags) != len(own) * TAG_BYTES or max(own) >= len(LOGS):
            return number
        events += len(own)
        positions.update({log: own.count(at) for at, log in enumerate(LOGS)})
        before = chained(before, block.stored, block.state)
        if (block.events, block.chain) != (events, before) or +Counter(block.positions) != +positions:
            return number
    return None
