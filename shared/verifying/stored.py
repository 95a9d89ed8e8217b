"""What a log's other tables must agree with: its head, the versions of its streams, the facts it answered."""

from shared.event_log.chain import read_link
from shared.event_log.connection import Connection
from shared.event_log.head import Head
from shared.instant import microseconds
from shared.verifying.answered import Answer, FactSum
from shared.verifying.finding import Finding
from shared.verifying.row_checks import WRITTEN, Before
from shared.verifying.walk import answer_of

_ANY_VERSION_WRONG = """
select exists (
  select from events group by stream having max(stream_version) <> count(*) or min(stream_version) <> 1
)
"""
_FIRST_VERSION_WRONG = """
select min(position) from (
  select position, stream_version,
    row_number() over (partition by stream order by position) as expected
  from events where stream in (select stream from events where position > $1)
) as numbered where stream_version <> expected and position > $1
"""
_ANSWERED = """
select publisher, source, fact_id, digest, position from recorded_facts where position > $1 and position <= $2
"""
_AT_ONCE = 5000


def check_head(head: Head, end: Before) -> Finding | None:
    """`end` is where walking the log came to."""
    if (head.position, head.hash) != (end.position, end.hash):
        return Finding(
            head.position, "head", "日志头与最后一个事件不符 the head does not name the last event's hash"
        )
    if end.recorded is not None and head.recorded < microseconds(end.recorded):
        return Finding(
            head.position, "head", "日志头的时间早于最后一个事件 the head is earlier than the last event"
        )
    return None


async def check_versions(connection: Connection, since: int) -> Finding | None:
    """Each stream is numbered from 1 on without a gap, in the order of the log; asked of what is behind."""
    if since == 0 and not await connection.fetchval(_ANY_VERSION_WRONG):
        return None
    position = await connection.fetchval(_FIRST_VERSION_WRONG, since)
    told = "所属对象的版本号不连续 its stream is not numbered without a gap"
    return None if position is None else Finding(position, "versions", told)


async def check_facts(connection: Connection, since: int, last: int, walked: FactSum) -> Finding | None:
    """Every fact is answered with the last event it led to, and no other position is given as an answer."""
    found = FactSum()
    async with connection.transaction(isolation="repeatable_read", readonly=True):
        cursor = await connection.cursor(_ANSWERED, since, last)
        while rows := await cursor.fetch(_AT_ONCE):
            for publisher, source, id_, digest, position in rows:
                found.add(Answer(publisher, source, id_, digest), position)
    if found.same(walked):
        return None
    return Finding(
        await _first_unanswered(connection, since, last),
        "facts",
        "与已答复事实表不符 the table of answered facts does not have it, or has it otherwise",
    )


_SIDE_BY_SIDE = """
select coalesce(e.position, f.position), e.raw, e.following, f.publisher, f.source, f.fact_id, f.digest
from (
  select position, raw, lead(raw) over (order by position) as following from events
  where position > $1 and position <= $2
) as e
full join (
  select * from recorded_facts where position > $1 and position <= $2
) as f on f.position = e.position
order by coalesce(e.position, f.position)
"""


async def _first_unanswered(connection: Connection, since: int, last: int) -> int:
    """Only asked where the sums differ: both tables side by side, in order."""
    before = since
    async with connection.transaction(isolation="repeatable_read", readonly=True):
        rows = connection.cursor(_SIDE_BY_SIDE, since, last, prefetch=500)
        async for position, raw, following, *given in rows:
            answer = None if given[0] is None else Answer(*given)
            if position == before or answer != _expected(raw, following):
                return int(position)
            before = position
    return last


def _expected(raw: bytes | None, following: bytes | None) -> Answer | None:
    written, then = (None if each is None else read_link(each, WRITTEN) for each in (raw, following))
    if written is None or (then is not None and answer_of(then) == answer_of(written)):
        return None
    return answer_of(written)
