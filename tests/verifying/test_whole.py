"""A log in Postgres and its stream in JetStream: every part finds its own, and only with its check."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from typing import Any

import asyncpg
import pytest

from shared.bus.jetstream import jetstream_of, log_stream
from shared.bus.provision import recreate
from shared.bus.users import PROVISIONER
from shared.event_log.append import Recording, Row, append
from shared.event_log.head import read_head
from shared.event_log.read import read_after
from shared.events.envelope import Envelope, event_hash
from shared.facts.fact import FactKey
from shared.instant import microseconds
from shared.verifying.archived import ARCHIVE_CHECKS
from shared.verifying.published import SignIn
from shared.verifying.seals import SEAL_CHECKS
from shared.verifying.tiles import TREE_CHECKS
from shared.verifying.told import Ended, Found, Line, Progress
from shared.verifying.walk import WALK_CHECKS
from shared.verifying.whole import LOG_CHECKS, Whole
from tests.support.buses import TestBus
from tests.support.databases import TestDatabase
from tests.support.logs import TestLog, build, write
from tests.support.relaying import equal_again, running_relay, service_bus
from tests.verifying.tampering import rehashed, stored
from tests.verifying.verified_log import verified_log

EVENTS, AT = 60, 31


@pytest.fixture
async def log(bus: TestBus, database: TestDatabase) -> AsyncIterator[TestLog]:
    """All of it in the stream."""
    async with verified_log(database) as made:
        await write(await made.connect(), EVENTS)
        async with service_bus(bus.url) as own, running_relay(made, own) as relay:
            await equal_again(relay)
        yield made


async def found(
    log: TestLog, bus: TestBus, without: str | None = None, stretch: int = EVENTS
) -> list[tuple[str, str, int]]:
    """(part, check, position) of each finding; every part tells how far it came."""
    lines: list[Line] = []
    checks = [name for name in LOG_CHECKS if name != without]
    async with service_bus(bus.url) as own:
        holds = await Whole(
            log.database.dsn, own, sign_in(bus), lines.append, checks=checks, stretch=stretch
        ).verify()
    findings = [(line.part, line.check, line.position) for line in lines if isinstance(line, Found)]
    assert holds == (not findings)
    assert isinstance(lines[-1], Ended)
    return findings


def sign_in(bus: TestBus) -> SignIn:
    return SignIn(bus.url, "hazards", bus.password)


async def as_superuser(log: TestLog, statement: str, *values: Any) -> None:
    """Past the triggers that protect the log: whoever owns the machine can."""
    connection = await asyncpg.connect(log.database.admin_dsn)
    await connection.execute("set session_replication_role = replica")
    await connection.execute(statement, *values)
    await connection.close()


async def test_a_sound_log_is_found_sound(log: TestLog, bus: TestBus) -> None:
    lines: list[Line] = []
    async with service_bus(bus.url) as own:
        assert await Whole(log.database.dsn, own, sign_in(bus), lines.append, stretch=7).verify()
    head = await read_head(await log.connect())
    assert lines[-1] == Ended(EVENTS, head.hash)
    told = [line for line in lines if isinstance(line, Progress)]
    assert [line.done for line in told if line.part == "log"] == [*range(7, EVENTS, 7), EVENTS]
    assert told[-1] == Progress("stream", EVENTS, EVENTS)


async def test_an_empty_log_is_sound(bus: TestBus, database: TestDatabase) -> None:
    async with verified_log(database) as made, service_bus(bus.url) as own:
        async with running_relay(made, own) as relay:
            await equal_again(relay)
        assert await Whole(made.database.dsn, own, sign_in(bus), lambda _: None).verify()


async def rewritten(log: TestLog, bus: TestBus) -> None:
    """A version left out, everything after it hashed anew, in the log and in the stream: a careful hand."""
    rows = rehashed(
        stored(await read_after(await log.connect(), 0, EVENTS)),  # type: ignore[arg-type]  # the same fields
        AT - 1,
        lambda event: event._replace(stream_version=2),
    )
    for row in rows:
        await as_superuser(
            log,
            "update events set stream_version = $2, raw = $3 where position = $1",
            row.position, row.stream_version, row.raw,
        )  # fmt: skip
    await as_superuser(log, "update log_head set hash = $1", event_hash(rows[-1].raw))
    provisioner = await bus.connect(PROVISIONER)
    await recreate(provisioner, "hazards", Envelope.from_bytes(rows[0].raw).log_id)
    async with service_bus(bus.url) as own, running_relay(log, own) as relay:
        await equal_again(relay)


async def another_head(log: TestLog, _: TestBus) -> None:
    await as_superuser(log, "update log_head set hash = $1", "0" * 64)


async def forgotten(log: TestLog, _: TestBus) -> None:
    await as_superuser(log, "delete from recorded_facts where position = $1", AT)


async def answered_otherwise(log: TestLog, _: TestBus) -> None:
    await as_superuser(log, "update recorded_facts set digest = 'x' where position = $1", AT)


async def answered_twice(log: TestLog, _: TestBus) -> None:
    await as_superuser(log, "insert into recorded_facts values ('tester', '/tests', 'forged', 'x', $1)", AT)


async def _published_anew(bus: TestBus, raws: list[bytes], log_id: str | None) -> None:
    provisioner = await bus.connect(PROVISIONER)
    js = provisioner.jetstream(timeout=10)
    await js.delete_stream(jetstream_of("hazards"))
    await js.add_stream(log_stream("hazards", log_id))
    hazards = await bus.connect("hazards")
    for raw in raws:
        await hazards.jetstream(timeout=10).publish(Envelope.from_bytes(raw).subject, raw)


async def another_in_the_stream(log: TestLog, bus: TestBus) -> None:
    raws = [row.raw for row in await read_after(await log.connect(), 0, EVENTS)]
    raws[AT - 1] = raws[AT - 1].replace(b'"tester"', b'"tamper"')
    await _published_anew(bus, raws, (await read_head(await log.connect())).log_id)


async def a_stream_of_another_log(log: TestLog, bus: TestBus) -> None:
    raws = [row.raw for row in await read_after(await log.connect(), 0, EVENTS)]
    await _published_anew(bus, raws, "another")


async def cut_with_its_head(log: TestLog, _: TestBus) -> None:
    """Whoever puts yesterday's database back leaves no trace in it."""
    raw = await (await log.connect()).fetchval("select raw from events where position = $1", AT - 1)
    for table in ("events", "recorded_facts"):
        await as_superuser(log, f"delete from {table} where position >= $1", AT)
    await as_superuser(log, "update log_head set position = $1, hash = $2", AT - 1, event_hash(raw))


Tamper = Callable[[TestLog, TestBus], Awaitable[None]]
TAMPERED: list[tuple[Tamper, str, str, int]] = [
    (rewritten, "log", "versions", AT),
    (another_head, "log", "head", EVENTS),
    (forgotten, "log", "facts", AT),
    (answered_otherwise, "log", "facts", AT),
    (answered_twice, "log", "facts", AT),
    (another_in_the_stream, "stream", "published", AT),
    (a_stream_of_another_log, "stream", "stream_state", 1),
    (cut_with_its_head, "stream", "stream_state", AT),
]


def test_no_check_is_left_out() -> None:
    """Those of rows are tried in `test_walk`, those of tree, checkpoints and archive in `test_kept`."""
    elsewhere = {*WALK_CHECKS, *TREE_CHECKS, *SEAL_CHECKS, *ARCHIVE_CHECKS}
    assert {*LOG_CHECKS} == elsewhere | {check for _, _, check, _ in TAMPERED}
    assert len({*LOG_CHECKS}) == len(LOG_CHECKS)


@pytest.mark.parametrize(
    ("tamper", "part", "check", "position"), TAMPERED, ids=lambda each: getattr(each, "__name__", str(each))
)
async def test_each_check_is_needed(
    log: TestLog, bus: TestBus, tamper: Tamper, part: str, check: str, position: int
) -> None:
    await tamper(log, bus)
    assert await found(log, bus) == [(part, check, position)]
    assert await found(log, bus, without=check) == []


async def test_a_fact_of_several_events_is_answered_with_the_last(
    bus: TestBus, database: TestDatabase
) -> None:
    """Also where one process walks to the first of them and another from the second on."""
    async with verified_log(database) as log, service_bus(bus.url) as own:
        connection = await log.connect()
        head = await read_head(connection)
        rows = stored(build(head, EVENTS)[1])
        for place in (4, 19):
            shared_with = str(rows[place].position + 1)
            rows = rehashed(rows, place, lambda event, fact=shared_with: event._replace(fact_id=fact))
        events = [Envelope.from_bytes(row.raw) for row in rows]
        facts = {FactKey(e.publisher, e.fact_source, e.fact_id): (e.fact_digest, e.position) for e in events}
        last = replace(head, position=EVENTS, hash=event_hash(rows[-1].raw), recorded=_recorded(events[-1]))
        recording = Recording(
            [Row(*row) for row in rows], [(key, *answered) for key, answered in facts.items()]
        )
        await append(connection, head, last, _recorded(events[0]), recording)
        async with running_relay(log, own) as relay:
            await equal_again(relay)
        assert await found(log, bus, stretch=20) == []
        for position in (5, 20):
            forged = "insert into recorded_facts values ('tester', '/tests', 'forged', $2, $1)"
            await as_superuser(log, forged, position, "0" * 64)
            assert await found(log, bus) == [("log", "facts", position)]
            await as_superuser(log, "delete from recorded_facts where fact_id = 'forged'")
        await as_superuser(log, "delete from recorded_facts where position = 21")
        assert await found(log, bus) == [("log", "facts", 21)]


def _recorded(event: Envelope) -> int:
    return microseconds(event.recorded)


async def test_a_missing_row_and_a_short_stream(log: TestLog, bus: TestBus) -> None:
    await as_superuser(log, "delete from events where position = $1", AT)
    assert (await found(log, bus))[0] == ("log", "gap", AT)
    await as_superuser(log, "delete from events where position > $1", AT - 1)
    assert (await found(log, bus))[0] == ("log", "gap", AT)


async def test_a_byte_altered_in_the_log_is_found_in_every_stretch(log: TestLog, bus: TestBus) -> None:
    for position in (20, 21):
        raw = await (await log.connect()).fetchval("select raw from events where position = $1", position)
        altered = raw.replace(b'"tester"', b'"tamper"', 1)
        await as_superuser(log, "update events set raw = $2 where position = $1", position, altered)
        assert ("log", "hash", position) in await found(log, bus, stretch=20), position
        await as_superuser(log, "update events set raw = $2 where position = $1", position, raw)
    assert await found(log, bus) == []
