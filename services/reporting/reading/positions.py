"""The positions that a question is answered at: those it names, or those that a recorded time stands for."""

from collections.abc import Mapping

from services.reporting.reading.question import LOGS, Question
from shared.event_log.connection import Connection
from shared.follower.watermark import final_until
from shared.follower.watermarks import Watermarks
from shared.instant import microseconds, moment_at, parse_instant, write_instant
from shared.problems import Rejected
from shared.read_model.model import Folded

# By halving: a log records in strictly increasing time, and each position is there up to the last applied.
_RECORDED_BEFORE = """
with recursive halving (log, known, end_) as (
  select log, 0::bigint, applied from unnest($1::text[], $2::bigint[]) as l (log, applied)
  union all
  select h.log,
    case when p.recorded < $3 then p.position else h.known end,
    case when p.recorded < $3 then h.end_ else p.position - 1 end
  from halving h cross join lateral (
    select position, recorded from provenance
    where log = h.log and position = (h.known + h.end_ + 1) / 2 offset 0
  ) as p
  where h.known < h.end_
)
select log, max(known) from halving group by log
"""


def applied_positions(folded: Folded) -> dict[str, int]:
    return {log: folded.checkpoint(log).position for log in LOGS}


async def positions_of(
    connection: Connection, asked: Question, folded: Folded, watermarks: Watermarks
) -> dict[str, int]:
    """On the snapshot that `folded` was read on. Raises `Rejected` for what is not known here yet."""
    if asked.submission is not None:
        asked.submission.refuse_of_other_logs({log: folded.checkpoint(log).log_id for log in LOGS})
    if asked.recorded_until is None:
        return _completed(asked.positions, applied_positions(folded))
    until = microseconds(parse_instant(asked.recorded_until))
    refuse_unless_final(until, {log: _final_until(log, folded, watermarks) for log in LOGS})
    return await recorded_before(connection, applied_positions(folded), until)


async def recorded_before(connection: Connection, applied: Mapping[str, int], until: int) -> dict[str, int]:
    """By log, of the events up to `applied` the last that was recorded before the moment; 0 for none."""
    return dict(await connection.fetch(_RECORDED_BEFORE, LOGS, [applied[log] for log in LOGS], until))


def _completed(named: Mapping[str, int], applied: Mapping[str, int]) -> dict[str, int]:
    """`position_not_reached` beyond what has been applied."""
    for log, position in named.items():
        if position > applied[log]:
            raise Rejected("position_not_reached", log=log, position=str(position), applied=str(applied[log]))
    return {**applied, **named}


def refuse_unless_final(until: int, final: Mapping[str, int]) -> None:
    """By log as `final_until` says. `not_final` names the one that is least far: its time can be asked."""
    log = min(final, key=lambda log: final[log])
    if until > final[log]:
        said = {"asked": until, "until": final[log]}
        raise Rejected("not_final", log=log, **{name: _written(moment) for name, moment in said.items()})


def _final_until(log: str, folded: Folded, watermarks: Watermarks) -> int:
    applied = folded.checkpoint(log)
    return final_until(applied, watermarks.at(log, applied))


def _written(moment: int) -> str:
    return write_instant(moment_at(moment))
