"""A file of facts over a real bus: whole batches in order, lost receipts, a server that is killed."""

import asyncio
from collections.abc import Iterator

import orjson
import pytest

from deploy.publishing.connection import BusAccess, signed_in
from deploy.publishing.line import BadLine, Line, read_lines
from deploy.publishing.session import Session, Stalled
from tests.deploy.publishing.service import answering
from tests.support.batch_holder import hold_all_batches
from tests.support.buses import TestBus
from tests.support.servers import PASSWORD, Running

ACCESS = "paicha"


def lines(count: int) -> Iterator[Line | BadLine]:
    facts = ({"id": str(n), "source": "/s", "type": "hazard.found", "data": {}} for n in range(count))
    return read_lines(orjson.dumps(fact) for fact in facts)


def access(bus: TestBus) -> BusAccess:
    return BusAccess(bus.url, ACCESS, PASSWORD)


async def test_every_fact_is_stored_in_order_and_answered(bus: TestBus) -> None:
    async with answering(bus, lambda _, __: "accepted") as service, signed_in(access(bus)) as client:
        tally = await Session(client, ACCESS, lambda *_: None).run(lines(2_345), wait=1)
    assert (tally.accepted, tally.complete, tally.resent) == (2_345, True, 0)
    assert service.heard == [str(n) for n in range(2_345)]


async def test_every_line_is_counted_also_one_that_cannot_be_sent(bus: TestBus) -> None:
    def answer(_: int, fact: dict[str, str]) -> str:
        return {"1": "duplicate", "2": "rejected", "3": "waiting"}.get(fact["id"], "accepted")

    raw = [orjson.dumps({"id": str(n), "source": "/s", "type": "hazard.found"}) for n in range(6)]
    raw[4:4] = [b"{", b"\n", b'{"id": "x", "source": "/s"}']
    async with answering(bus, answer), signed_in(access(bus)) as client:
        tally = await Session(client, ACCESS, lambda *_: None).run(read_lines(raw), wait=0.1)
    told = tally.to_json()
    counts = {name: told[name] for name in ("accepted", "duplicate", "waiting", "rejected")}
    assert counts == {"accepted": 3, "duplicate": 1, "waiting": 1, "rejected": 3}
    assert told["rejected_by_code"] == {"None": 1, "not_json": 1, "not_cloudevent": 1}
    assert [bad.number for bad in tally.bad_lines] == [5, 7]
    assert not tally.complete


async def test_a_lost_receipt_is_asked_for_by_sending_again(bus: TestBus) -> None:
    def answer(times: int, fact: dict[str, str]) -> str | None:
        if fact["id"] in ("3", "7"):
            return None if times == 1 else "duplicate"
        return "accepted"

    async with answering(bus, answer), signed_in(access(bus)) as client:
        tally = await Session(client, ACCESS, lambda *_: None).run(lines(20), wait=1)
    assert (tally.accepted, tally.duplicate, tally.resent, tally.unanswered) == (18, 2, 2, 0)


async def test_what_waits_is_asked_for_once_more_at_the_end(bus: TestBus, monkeypatch) -> None:
    """And only until it is answered."""

    def answer(times: int, fact: dict[str, str]) -> str:
        return "accepted" if fact["id"] != "1" else "waiting" if times == 1 else "duplicate"

    monkeypatch.setattr("deploy.publishing.session._LAST_WORD_SECONDS", 3600)
    async with answering(bus, answer), signed_in(access(bus)) as client:
        tally = await Session(client, ACCESS, lambda *_: None).run(lines(5), wait=0.2)
    assert (tally.accepted, tally.waiting, tally.unanswered, tally.complete) == (5, 0, 0, True)


async def test_what_waits_to_the_end_is_counted_as_that(bus: TestBus) -> None:
    def answer(_: int, fact: dict[str, str]) -> str:
        return "waiting" if fact["id"] == "2" else "accepted"

    async with answering(bus, answer), signed_in(access(bus)) as client:
        tally = await Session(client, ACCESS, lambda *_: None).run(lines(5), wait=0.2)
    assert (tally.accepted, tally.waiting, tally.unanswered, tally.complete) == (4, 1, 0, False)


async def test_without_room_for_batches_facts_are_sent_singly_and_in_order(bus: TestBus) -> None:
    await hold_all_batches(await bus.connect("stranger"), "intake.stranger.held")
    async with answering(bus, lambda _, __: "accepted") as service, signed_in(access(bus)) as client:
        tally = await Session(client, ACCESS, lambda *_: None).run(lines(250), wait=1)
        assert (tally.accepted, tally.complete, tally.resent) == (250, True, 0)
    assert tally.singly == 250
    assert service.heard == [str(n) for n in range(250)]


async def test_a_subject_that_is_not_allowed_ends_it_with_the_reason(bus: TestBus) -> None:
    async with signed_in(BusAccess(bus.url, "stranger", PASSWORD)) as client:
        session = Session(client, ACCESS, lambda *_: None)
        with pytest.raises(Stalled, match=r"(?i)permissions violation"):
            await session.run(lines(3), wait=1)
        assert session.tally.accepted == 0


async def test_nothing_is_lost_when_the_server_is_killed_meanwhile(own_nats_server: Running) -> None:
    bus = TestBus(own_nats_server.server.url)
    await bus.fresh_streams()
    first = asyncio.Event()

    def answer(times: int, _: dict[str, str]) -> str:
        first.set()
        return "accepted" if times == 1 else "duplicate"

    async with answering(bus, answer) as service, signed_in(access(bus)) as client:
        publishing = asyncio.create_task(Session(client, ACCESS, lambda *_: None).run(lines(6_000), wait=1))
        await first.wait()
        await asyncio.to_thread(own_nats_server.kill)
        await asyncio.to_thread(own_nats_server.start)
        tally = await publishing
        assert not publishing.cancelled()
    assert (tally.decided, tally.complete) == (6_000, True)
    assert set(service.heard) == {str(n) for n in range(6_000)}
    await bus.close()
