"""A log that an earlier release began: its facts are the same facts; the newest version is recorded now."""

import asyncio
from datetime import UTC, datetime
from typing import Any

import asyncpg
import orjson

from shared.event_log.append import Recording, Row, append
from shared.event_log.head import Head, read_head
from shared.events.envelope import Envelope, event_hash
from shared.facts.fact import Fact
from shared.instant import microseconds
from tests.intake.conftest import TOWNSHIP, Town, fact
from tests.intake.test_outcomes import one

PARTS = [{"kind": "fine", "fine_fen": 100}, {"kind": "stop_work"}]


def imposed(id_: str, **changed: Any) -> Fact:
    said: dict[str, Any] = {
        "penalty_id": id_, "unit_id": "u-1", "by": "d-a", "kinds": ["fine", "stop_work"], "fine_fen": 100,
        "decision_no": "1",
    }  # fmt: skip
    return fact("penalty.imposed", id=id_, **(said | changed))


async def as_recorded_then(town: Town, given: Fact) -> bytes:
    """By the release before there was a second version."""
    async with town.pool.acquire() as connection:
        head = await read_head(connection)
        envelope = Envelope(
            log="hazards", log_id=head.log_id, position=head.position + 1, previous_hash=head.hash,
            township=TOWNSHIP, stream=f"{TOWNSHIP}/penalty/{given.key.id}", stream_version=1,
            type="penalty.imposed", version=1, occurred=given.occurred, recorded=datetime.now(UTC),
            actor=given.key.publisher, actor_organisation="safety-office", publisher=given.key.publisher,
            fact_source=given.key.source, fact_id=given.key.id, fact_digest=given.digest, correlation="c",
            causation="c", data=given.as_sent.payload(),
        )  # fmt: skip
        raw, at = envelope.to_bytes(), microseconds(envelope.recorded)
        rows = [Row(envelope.position, envelope.stream, 1, raw)]
        new = Head(head.log, head.log_id, envelope.position, event_hash(raw), at)
        recording = Recording(rows, [(given.key, given.digest, envelope.position)])
        await append(connection, head, new, at, recording)
    return raw


async def stored(town: Town) -> list[tuple[str, Any]]:
    rows = [orjson.loads(row["raw"]) for row in await town.rows("select raw from events order by position")]
    return [(row["dataschema"].rpartition(":")[2], row["data"].get("parts")) for row in rows]


async def test_what_was_recorded_before_is_known_and_changed_as_ever(town: Town) -> None:
    raw = await as_recorded_then(town, imposed("p-1"))
    intake = await town.intake()
    again = await one(intake, imposed("p-1"))
    assert (again.outcome, again.events) == ("duplicate", (("hazards", 1),))
    other = await one(intake, imposed("p-1", fine_fen=7))
    assert (other.outcome, other.code) == ("rejected", "id_conflict")
    same = await one(intake, fact("penalty.imposed", id="other", **imposed("p-1").as_sent.payload()))
    assert (same.outcome, len(await stored(town))) == ("accepted", 1), "introduced with the same content"
    revoked = await one(intake, fact("penalty.revoked", penalty_id="p-1", reason="复议"))
    assert revoked.outcome == "accepted"
    assert (await one(intake, imposed("p-2"))).outcome == "accepted"
    assert await stored(town) == [("1", None), ("1", None), ("2", PARTS)]
    assert (await town.rows("select raw from events where position = 1"))[0]["raw"] == raw


async def test_what_has_waited_since_then_is_taken_up(town: Town) -> None:
    first = await town.intake()
    waits = imposed("p-3", unit_id="u-9")
    assert (await one(first, waits)).outcome == "waiting"
    await first.stop()
    (row,) = await town.rows("select message from waiting")
    message = orjson.loads(row["message"])
    assert message.pop("dataschema") == "urn:paicha:penalty.imposed:1"
    assert message["data"]["kinds"] == ["fine", "stop_work"]
    owner = await asyncpg.connect(town.database.owner_dsn)
    await owner.execute("update waiting set message = $1", orjson.dumps(message))
    await owner.close()
    second = await town.intake()
    second.release(await town.learn(("unit", "u-9")))
    await until_recorded(town)
    assert await stored(town) == [("2", PARTS)]
    assert (await one(second, waits)).outcome == "duplicate"


async def until_recorded(town: Town) -> None:
    async with asyncio.timeout(60):
        while not await town.rows("select 1 from events"):
            await asyncio.sleep(0.05)
