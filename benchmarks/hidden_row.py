"""Is an event ever skipped by a reader? Two writers whose order of commit is not their order of place.

A slow commit is made by a deferred trigger that waits for a lock of the test: systems write as they do.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import asyncpg

from benchmarks.payloads import payloads
from benchmarks.peers import BY_FUNCTION, EMMETT_SIDE, LOCKING, MESSAGE_DB_SIDE, OURS, OURS_ON_DEBIAN
from benchmarks.side import Side, SideFailed

LATE, EARLY, QUICK = "commits-late", "begins-early", "in-between"
_BATCH = 1
"""A reader's batch may end anywhere, so it ends everywhere."""
_BLOCKED_SECONDS = 1.0

_WAIT = """
create function wait_for_the_test() returns trigger language plpgsql as $$
begin
  perform pg_advisory_xact_lock_shared(1);
  return new;
end $$
"""
_LATE_EVENTSOURCING = """
create constraint trigger late after insert on hazards_events deferrable initially deferred
for each row when (position('\\x{late}'::bytea in new.state) > 0) execute function wait_for_the_test()
"""
_LATE_OURS = """
create constraint trigger late after insert on events deferrable initially deferred
for each row when (position('\\x{late}'::bytea in new.raw) > 0) execute function wait_for_the_test()
"""
_LATE: Mapping[str, str] = {
    OURS: _LATE_OURS,
    OURS_ON_DEBIAN: _LATE_OURS,
    LOCKING: _LATE_EVENTSOURCING,
    BY_FUNCTION: _LATE_EVENTSOURCING,
    MESSAGE_DB_SIDE: "create constraint trigger late after insert on message_store.messages "
    "deferrable initially deferred for each row when (new.stream_name = 'hazard-{name}') "
    "execute function wait_for_the_test()",
    EMMETT_SIDE: "create constraint trigger late after insert on emt_messages deferrable initially deferred "
    "for each row when (new.stream_id = 'hazard-{name}') execute function wait_for_the_test()",
}
_EARLY = """
create trigger early before insert on emt_streams
for each row when (new.stream_id = 'hazard-{name}') execute function wait_for_the_test()
"""
"""Emmett numbers its transactions first and its events later; in the others the test itself begins early."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Of one system."""

    late_commit: bool
    """All is read although a transaction that had its place committed after a later one."""
    early_start: bool
    """All is read although an older transaction took its place after a younger one."""


async def read_whole(side: Side, owner_dsn: str) -> Verdict:
    """The side runs, and the DSN may make triggers on its tables."""
    holder = await asyncpg.connect(owner_dsn)
    try:
        # Answered once the tables are there.
        side.ask("read", batch=_BATCH)
        await holder.execute(_WAIT)
        await holder.execute(_LATE[side.name].format(late=LATE.encode().hex(), name=LATE))
        if side.name == EMMETT_SIDE:
            await holder.execute(_EARLY.format(name=EARLY))
        late = await _nothing_skipped(side, holder, LATE, begun_early=False)
        return Verdict(late, await _nothing_skipped(side, holder, EARLY, begun_early=True))
    finally:
        await holder.close()


async def _nothing_skipped(
    side: Side, holder: "asyncpg.Connection[asyncpg.Record]", slow: str, *, begun_early: bool
) -> bool:
    quick = QUICK + ("-1" if begun_early else "-2")
    await holder.execute("select pg_advisory_lock(1)")
    side.ask("write", name=slow, begun_early=begun_early, **payloads("256"))
    if slow in side.ask("settle", seconds=_BLOCKED_SECONDS)["done"]:
        raise SideFailed(f"{side.name}: “{slow}” did not wait; this says nothing")
    side.ask("write", name=quick, begun_early=False, **payloads("256"))
    # Done, or waiting for the slow one: a system may make writers wait, but not readers blind.
    side.ask("settle", seconds=_BLOCKED_SECONDS)
    read = side.ask("read", batch=_BATCH)["names"]
    await holder.execute("select pg_advisory_unlock(1)")
    side.ask("settle", seconds=10)
    read += side.ask("read", batch=_BATCH)["names"]
    return {slow, quick} <= set(read)
