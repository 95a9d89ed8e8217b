"""Taking over events that were recorded before: from a log's stream or its archive, back into the log.

Only appends with the service's own role: every event is checked against the hash of the one before it, so
that the log goes on as it did. With the events, the facts they answered are known again.
"""

from collections.abc import Sequence

from shared.canonical import GENESIS
from shared.event_log.append import Recording, Row, append
from shared.event_log.chain import LINK, Broken, Chain
from shared.event_log.connection import Connection
from shared.event_log.head import Head, read_head
from shared.event_log.read import read_facts
from shared.events.envelope import Envelope, event_hash
from shared.facts.fact import FactKey
from shared.instant import microseconds

_WHENEVER = 2**63 - 1
"""A log that was cut while its service ran may have closed times since in which these events were recorded.
Who heard of that has read them: they were published before."""


class ChainBroken(Exception):
    """What should be taken over does not continue the log."""


async def take_over(connection: Connection, head: Head, raws: Sequence[bytes], *, more: bool) -> Head:
    """The head after them. Where more follow, the events of the last fact are left for the next time: all
    that a fact led to is written with its key at once.
    """
    if head.position == 0:
        head = await _adopt(connection, head, raws[0])
    events = _follow(head, raws)
    if more:
        events = _whole_facts(events)
    last, last_raw = events[-1]
    taken = Head(head.log, head.log_id, last.position, event_hash(last_raw), microseconds(last.recorded))
    facts = {_key(event): (event.fact_digest, event.position) for event, _ in events}
    for known in await read_facts(connection, [_key(events[0][0])]):
        del facts[known]  # what was taken over before ended within it
    recording = Recording(
        [Row(event.position, event.stream, event.stream_version, raw) for event, raw in events],
        [(key, fact_digest, position) for key, (fact_digest, position) in facts.items()],
    )
    await append(connection, head, taken, _WHENEVER, recording)
    return taken


def _whole_facts(events: list[tuple[Envelope, bytes]]) -> list[tuple[Envelope, bytes]]:
    """Without those of the last fact; a batch that holds nothing else is taken as it is."""
    last = _key(events[-1][0])
    return next(
        (events[:end] for end in range(len(events), 0, -1) if _key(events[end - 1][0]) != last), events
    )


def _follow(head: Head, raws: Sequence[bytes]) -> list[tuple[Envelope, bytes]]:
    """ChainBroken when they do not continue this head one by one."""
    try:
        Chain(head.log, head.log_id, head.position, head.hash).follow(raws, None, LINK)
    except Broken as broken:
        raise ChainBroken(f"{head.log}: {broken}") from None
    return [(_decode(raw, position), raw) for position, raw in enumerate(raws, head.position + 1)]


def _decode(raw: bytes, position: int) -> Envelope:
    try:
        return Envelope.from_bytes(raw)
    except (KeyError, ValueError, TypeError) as error:
        raise ChainBroken(f"what stands at {position} is no event: {error!r}") from error


async def _adopt(connection: Connection, empty: Head, first: bytes) -> Head:
    """An empty log has no identity to defend: it becomes again the log that the events are of."""
    if empty.hash != GENESIS:
        raise ChainBroken(f"{empty.log}: empty, and yet chained to {empty.hash}")
    log_id = _decode(first, 1).log_id
    await connection.execute("update log_head set log_id = $1 where position = 0", log_id)
    return await read_head(connection)


def _key(event: Envelope) -> FactKey:
    return FactKey(event.publisher, event.fact_source, event.fact_id)
