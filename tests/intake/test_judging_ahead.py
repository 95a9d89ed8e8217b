"""The next batch is judged on one that is only being written: whatever becomes of that, the log is right."""

import asyncio
from collections import defaultdict
from random import Random

import pytest

from shared.canonical import GENESIS
from shared.event_log.connection import DATABASE_AWAY
from shared.events.envelope import Envelope, event_hash
from shared.facts.fact import Fact
from shared.facts.receipt import Receipt
from shared.intake.commit.queue import Intake
from shared.intake.judging.stream_states import StreamStates
from tests.intake.conftest import Town, fact, found

CALLERS = 24


def changed(hazard: str, nth: int) -> Fact:
    return fact("hazard.controls_imposed", id=f"{hazard}-{nth}", hazard_id=hazard, controls=f"第{nth}次")


async def settled(intake: Intake, given: Fact, answers: dict[str, list[Receipt]]) -> None:
    """As a publisher does it: sent again until there is an answer."""
    while True:
        try:
            (receipt,) = await intake.submit([given], over_bus=False)
        except DATABASE_AWAY:
            await asyncio.sleep(0.01)
            continue
        assert receipt is not None
        answers[given.key.id].append(receipt)
        return


async def check_log(town: Town) -> list[Envelope]:
    """Contiguous, chained, every stream's versions in order, every fact once."""
    rows = await town.rows("select position, stream, stream_version, raw from events order by position")
    versions: dict[str, int] = defaultdict(int)
    before, events = GENESIS, []
    for place, row in enumerate(rows, 1):
        envelope = Envelope.from_bytes(row["raw"])
        assert (row["position"], envelope.position, envelope.previous_hash) == (place, place, before)
        versions[row["stream"]] += 1
        assert row["stream_version"] == versions[row["stream"]]
        before = event_hash(row["raw"])
        events.append(envelope)
    assert len({(each.publisher, each.fact_source, each.fact_id) for each in events}) == len(events)
    head = (await town.rows("select position, hash from log_head"))[0]
    assert (head["position"], head["hash"]) == (len(events), before)
    return events


@pytest.mark.parametrize("seed", range(4))
async def test_two_processes_repetitions_and_lost_connections(town: Town, seed: int) -> None:
    random = Random(seed)
    intakes = [await town.intake(), await town.intake()]
    hazards = [f"h-{n}" for n in range(12)]
    given = [fact for name in hazards for fact in (found(name), *(changed(name, n) for n in range(20)))]
    lines = [[each for each in given if each.data.payload()["hazard_id"] == name] for name in hazards]
    answers: dict[str, list[Receipt]] = defaultdict(list)

    async def publisher(line: list[Fact]) -> None:
        for each in line:
            times = random.choice((1, 1, 1, 2, 5))
            await asyncio.gather(*(settled(random.choice(intakes), each, answers) for _ in range(times)))

    async def trouble() -> None:
        for _ in range(6):
            await asyncio.sleep(random.random() * 0.1)
            await town.pool.execute(
                "select pg_terminate_backend(pid) from pg_stat_activity where query like '%log_head%' "
                "and datname = current_database() and pid <> pg_backend_pid()"
            )

    await asyncio.gather(trouble(), *(publisher(line) for line in lines))

    events = {each.fact_id: each.position for each in await check_log(town)}
    assert set(events) == {each.key.id for each in given}
    for each in given:
        receipts = answers[each.key.id]
        assert {receipt.events for receipt in receipts} == {(("hazards", events[each.key.id]),)}, receipts
        assert sum(receipt.outcome == "accepted" for receipt in receipts) <= 1
        assert {receipt.outcome for receipt in receipts} <= {"accepted", "duplicate"}


async def test_what_is_being_written_is_known_to_the_next_batch(town: Town) -> None:
    """Sent twice and changed at once: the second half of the callers is judged while the first is written."""
    intake = await town.intake()
    hazards = [f"h-{n}" for n in range(CALLERS)]
    answers: dict[str, list[Receipt]] = defaultdict(list)

    twice = [found(name, id=name) for name in hazards] * 2
    changes = [changed(name, 0) for name in hazards]
    await asyncio.gather(*(settled(intake, each, answers) for each in (*twice, *changes)))

    assert [[receipt.outcome for receipt in answers[name]] for name in hazards] == [
        ["accepted", "duplicate"]
    ] * CALLERS
    assert all(answers[f"{name}-0"][0].outcome == "accepted" for name in hazards)
    assert len(await check_log(town)) == 2 * CALLERS


async def test_an_announced_time_costs_no_stream_that_is_in_memory(town: Town, monkeypatch) -> None:
    intake = await town.intake()
    await intake.submit([found("h-1")], over_bus=False)
    await town.pool.execute("update log_head set recorded = recorded + 1")
    read: list[list[str]] = []
    fold = StreamStates.fold

    def seen(streams: StreamStates, wanted: list[str], events: object) -> None:
        read.append(list(wanted))
        fold(streams, wanted, events)

    monkeypatch.setattr(StreamStates, "fold", seen)
    receipts = await intake.submit([found("h-2")], over_bus=False)
    receipts += await intake.submit([changed("h-1", 0)], over_bus=False)

    assert [receipt and receipt.outcome for receipt in receipts] == ["accepted", "accepted"]
    assert not any(stream.endswith("/h-1") for streams in read for stream in streams), read


async def test_a_stream_changed_by_another_process_is_read_again(town: Town) -> None:
    one, other = await town.intake(), await town.intake()
    await one.submit([found("h-1")], over_bus=False)
    closed = fact("hazard.closed", hazard_id="h-1", by="v-a", time="2024-12-01T11:00:00+08:00")
    await other.submit([closed], over_bus=False)

    late = fact("hazard.controls_imposed", hazard_id="h-1", controls="断电", time="2024-12-01T12:00:00+08:00")
    (receipt,) = await one.submit([late], over_bus=False)

    assert receipt is not None
    assert (receipt.outcome, receipt.code) == ("rejected", "not_open")


async def test_a_refusal_rests_on_what_another_process_has_written_meanwhile(town: Town) -> None:
    one, other = await town.intake(), await town.intake()
    closed = fact("hazard.closed", hazard_id="h-1", by="v-a", time="2024-12-01T11:00:00+08:00")
    await one.submit([found("h-1"), closed], over_bus=False)
    failed = fact("hazard.look_back_failed", hazard_id="h-1", by="v-a", time="2024-12-01T12:00:00+08:00",
                  remark="未整改")  # fmt: skip
    await other.submit([failed], over_bus=False)

    open_again = fact(
        "hazard.controls_imposed", hazard_id="h-1", controls="断电", time="2024-12-01T13:00:00+08:00"
    )
    (receipt,) = await one.submit([open_again], over_bus=False)

    assert receipt is not None
    assert (receipt.outcome, receipt.code) == ("accepted", None)
