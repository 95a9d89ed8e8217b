"""How far a read model is: read and written in the database that holds it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import orjson
from asyncpg import Record

from shared.event_log.connection import Connection
from shared.read_model.checkpoint import Checkpoint
from shared.read_model.model import AnotherVersion, Folded, ReadModel
from shared.read_model.stopped import Stopped, read_stopped

_LOCK = "select set_config('synchronous_commit', 'off', true), pg_advisory_xact_lock(hashtext($1))"
_READ = """
select current_schema() as generation, m.version, m.targets, m.stopped,
  c.log, c.log_id, c.position, c.hash, c.recorded
from read_models m left join checkpoints c on true where m.name = $1
"""
# In one statement, for who looks all the time: right where the generation is the one that it is asked in.
_LOOK = """
select l.generation, m.version, m.targets, m.stopped, c.log, c.log_id, c.position, c.hash, c.recorded
from public.live_generations l
left join "{generation}".read_models m on m.name = l.model
left join "{generation}".checkpoints c on true
where l.model = $1
"""
_SAVE = """
insert into checkpoints (log, log_id, position, hash, recorded) values ($1, $2, $3, $4, $5)
on conflict (log) do update set log_id = excluded.log_id, position = excluded.position,
  hash = excluded.hash, recorded = excluded.recorded
"""
_BEGIN = """
insert into read_models (name, version, targets) values ($1, $2, $3::jsonb)
on conflict (name) do update set version = excluded.version, targets = excluded.targets, stopped = '{}'
"""
_WHOLE = "update read_models set targets = '{}' where name = $1"
_STOPPED = "update read_models set stopped = stopped || $2::jsonb where name = $1"
_GOES_ON = "update read_models set stopped = stopped - $2 where name = $1"


async def lock(connection: Connection, name: str) -> None:
    """One writer of the read model, or of a generation, at a time, until the transaction ends.

    Commits need not reach the disk at once: effect and checkpoint go together, and the log has the rest.
    """
    await connection.execute(_LOCK, name)


async def read_folded(connection: Connection, model: ReadModel) -> Folded:
    """Raises `AnotherVersion` where another release has folded it."""
    records = await connection.fetch(_READ, model.name)
    return _folded(model, records)


async def look(connection: Connection, model: ReadModel, likely: str) -> Folded:
    """How far the generation is that answers; cheapest where that is the `likely` one."""
    while True:
        records = await connection.fetch(_LOOK.format(generation=likely), model.name)
        if records[0]["generation"] == likely:
            return _folded(model, records)
        likely = records[0]["generation"]


def _folded(model: ReadModel, records: Sequence[Record]) -> Folded:
    version = records[0]["version"] if records else None
    if version != model.version:
        raise AnotherVersion(model, version)
    checkpoints = {
        log: Checkpoint(log_id, position, hash_, recorded)
        for _, _, _, _, log, log_id, position, hash_, recorded in records
        if log is not None
    }
    generation, version, targets, told = records[0][:4]
    stopped = {log: read_stopped(log, each) for log, each in orjson.loads(told).items()}
    return Folded(version, checkpoints, orjson.loads(targets), stopped, generation)


async def save_checkpoint(
    connection: Connection, model: ReadModel, folded: Folded, log: str, reached: Checkpoint
) -> Folded:
    """Returns how far it is with that; the last of the targets that is reached ends the folding anew."""
    await connection.execute(_SAVE, log, reached.log_id, reached.position, reached.hash, reached.recorded)
    now = replace(folded, checkpoints={**folded.checkpoints, log: reached})
    if now.targets and now.done == now.total:
        now = replace(now, targets={})
        await connection.execute(_WHOLE, model.name)
    if log in now.stopped:
        now = replace(now, stopped={other: told for other, told in now.stopped.items() if other != log})
        await connection.execute(_GOES_ON, model.name, log)
    return now


async def save_stopped(connection: Connection, model: ReadModel, stopped: Stopped) -> None:
    """Kept until something of its log is applied."""
    told = orjson.dumps({stopped.log: stopped.to_json()}).decode()
    await connection.execute(_STOPPED, model.name, told)


async def begin_anew(connection: Connection, model: ReadModel) -> Folded:
    """Empties what another version has folded; what this one has is left as it is."""
    found = await connection.fetchrow("select version, targets from read_models where name = $1", model.name)
    if found is not None and found["version"] == model.version:
        return await read_folded(connection, model)
    before = dict(await connection.fetch("select log, position from checkpoints"))
    unfinished = {} if found is None else orjson.loads(found["targets"])
    targets = {log: max(before.get(log, 0), unfinished.get(log, 0)) for log in before | unfinished}
    await connection.execute(f"truncate {', '.join((*model.tables, 'checkpoints'))}")
    await aim_at(connection, model, targets)
    return Folded(model.version, {}, targets)


async def aim_at(connection: Connection, model: ReadModel, targets: Mapping[str, int]) -> None:
    """It is whole once it has come to these positions."""
    await connection.execute(_BEGIN, model.name, model.version, orjson.dumps(dict(targets)).decode())
