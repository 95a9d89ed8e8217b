"""How far a rebuild is, as the database tells it: it runs in a process and under a role of its own."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from services.reporting.generations.alone_at_it import LOCK
from services.reporting.generations.listed import Generation, listed, live_of
from shared.event_log.connection import Connection

_RUNNING = """
select exists (
  select from pg_locks where locktype = 'advisory' and granted and objsubid = 1
    and database = (select oid from pg_database where datname = current_database())
    and classid = ($1::bigint >> 32)::oid and objid = ($1::bigint & 4294967295)::oid)
"""
_STAGED = 'select coalesce(sum(events), 0)::bigint from "{0}".staged'

Stage = Literal["beginning", "rows", "marks", "catching up", "comparing"]


@dataclass(frozen=True, slots=True)
class UnderWay:
    generation: str
    running: bool
    """False: it was interrupted, and goes on when it is run again."""
    stage: Stage
    done: int
    total: int
    per_second: float | None = None

    @property
    def seconds_left(self) -> float | None:
        return (self.total - self.done) / self.per_second if self.per_second else None


async def under_way(connection: Connection) -> UnderWay | None:
    """None where no generation is being built."""
    running: bool = await connection.fetchval(_RUNNING, LOCK)
    generations = await listed(connection)
    live = live_of(generations)
    for each in generations:
        unfinished = not each.built or (running and each.compared is None)
        if not each.live and not each.answered_before and unfinished:
            staged: int = await connection.fetchval(_STAGED.format(each.name))
            return _under_way(each, live, staged, running=running)
    return None


def _under_way(each: Generation, live: Generation, staged: int, *, running: bool) -> UnderWay:
    total = sum(each.targets.values())
    reached = sum(min(each.positions[log], target) for log, target in each.targets.items())
    if each.version is None:
        return UnderWay(each.name, running, "beginning", 0, 0)
    if reached < total:
        return UnderWay(each.name, running, "rows", reached, total)
    if staged:
        return UnderWay(each.name, running, "marks", max(0, total - staged), total)
    level = sum(min(each.positions[log], position) for log, position in live.positions.items())
    all_of_it = sum(live.positions.values())
    stage: Stage = "comparing" if each.built else "catching up"
    return UnderWay(each.name, running, stage, level, all_of_it)


class Pace:
    """Remembers the first look at a stage, so that the next ones tell a rate."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._first: tuple[str, Stage, float, int] | None = None

    def of(self, seen: UnderWay) -> UnderWay:
        now = self._monotonic()
        first = self._first
        if first is None or first[:2] != (seen.generation, seen.stage) or seen.done < first[3]:
            self._first = (seen.generation, seen.stage, now, seen.done)
            return seen
        seconds, moved = now - first[2], seen.done - first[3]
        rate = moved / seconds if seconds > 0 and moved > 0 else None
        return UnderWay(seen.generation, seen.running, seen.stage, seen.done, seen.total, rate)
