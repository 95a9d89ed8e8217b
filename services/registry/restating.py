"""What a campaign file states no longer is taken back, and put back when it states it again."""

from collections.abc import Iterable, Iterator, Sequence

from services.registry.campaign_facts import fact_of_file
from services.registry.campaign_file import CampaignFile
from shared.event_log.connection import Pool
from shared.event_log.read import read_streams
from shared.events.envelope import Envelope
from shared.events.voiding import FactVoided, VoidFact
from shared.facts.account import CAMPAIGN_FILE
from shared.facts.fact import Fact

Stream = Sequence[Envelope]
"""The events of one subject."""

_STREAMS = """
select distinct e.stream from recorded_facts f join events e on e.position = f.position
where f.publisher = $1 and f.source = $2
"""
_REASON = "活动文件已修改 the campaign file was changed"


async def streams_of_file(pool: Pool, file: CampaignFile) -> list[Stream]:
    """Every subject that the file has ever stated anything of."""
    async with pool.acquire() as connection:
        rows = await connection.fetch(_STREAMS, CAMPAIGN_FILE, file.id)
        stored = await read_streams(connection, [row["stream"] for row in rows])
    streams: dict[str, list[Envelope]] = {}
    for each in stored:
        streams.setdefault(each.stream, []).append(Envelope.from_bytes(each.raw))
    return list(streams.values())


def said_later(streams: Iterable[Stream], file: CampaignFile, facts: Iterable[Fact]) -> list[Fact]:
    """Introductions that the file now dates earlier: their new content is recorded at the old date.

    An introduction can't be taken back, and what occurred before it counts for nothing.
    """
    stated = list(facts)
    ids = {fact.key.id for fact in stated}
    by_name = {(fact.type, _name(fact.key.id)): fact for fact in stated}
    again = []
    for first, *_ in streams:
        fact = by_name.get((first.type, _name(first.fact_id)))
        if fact is not None and first.fact_id not in ids and fact.occurred < first.occurred:
            again.append(fact_of_file(file, _name(fact.key.id), first.occurred, fact.data))
    return again


def _name(fact_id: str) -> str:
    return fact_id.rpartition(":")[0]


def corrections(streams: Iterable[Stream], file: CampaignFile, stated: Iterable[Fact]) -> list[Fact]:
    """The takings back that make the log say what the file does."""
    ids = {fact.key.id for fact in stated}
    return [
        _taking_back(file, stream, target)
        for stream in streams
        for target in _to_take_back(stream, file, ids)
    ]


def _to_take_back(stream: Stream, file: CampaignFile, stated: set[str]) -> Iterator[Envelope]:
    """Statements of the file that hold and should not, and takings back of its own that hold and should not.

    The introduction always holds. What somebody else took back or put back stays as they left it.
    """
    takers: dict[object, list[Envelope]] = {}
    """By position what takes that event back, and is not taken back itself."""
    for event in reversed(stream):
        if event.type == FactVoided.type and event.position not in takers:
            takers.setdefault(event.data["voids"], []).append(event)
    for statement in stream[1:]:
        if statement.type == FactVoided.type or not _of_file(statement, file):
            continue
        taken_back_by = takers.get(statement.position, [])
        put_back_by = [
            each for former in _takings_back(stream, statement) for each in takers.get(former.position, ())
        ]
        if not all(_of_file(each, file) for each in taken_back_by or put_back_by):
            continue
        if statement.fact_id in stated:
            yield from taken_back_by
        elif not taken_back_by:
            yield statement


def _takings_back(stream: Stream, of: Envelope) -> list[Envelope]:
    return [each for each in stream if each.type == FactVoided.type and each.data["voids"] == of.position]


def _of_file(event: Envelope, file: CampaignFile) -> bool:
    return (event.publisher, event.fact_source) == (CAMPAIGN_FILE, file.id)


def _taking_back(file: CampaignFile, stream: Stream, target: Envelope) -> Fact:
    """Its id says which one it is, so that two processes that start at once say it once."""
    data = VoidFact(source=file.id, id=target.fact_id, reason=_REASON)
    nth = len(_takings_back(stream, target))
    return fact_of_file(file, f"{VoidFact.type}:{target.position}:{nth}", target.occurred, data)
