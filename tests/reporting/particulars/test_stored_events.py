"""Events are found at their positions however they lie in the stream, and of one town alone."""

import pytest
from nats.aio.client import Client

from services.reporting.lineage.sources import Source
from services.reporting.particulars import stored_events
from services.reporting.particulars.stored_events import StoredEvents
from shared.problems import Rejected
from tests.reporting.particulars.told import ELSEWHERE
from tests.reporting.story import TOWN, Story, town
from tests.reporting.telling import closed, found, unit
from tests.support.buses import TestBus


def hazards_of_two_towns() -> Story:
    story = town()
    for number in range(400):
        found(story, f"h{number}")
        story.again_in(story.logs["hazards"][-1], ELSEWHERE)
        if number % 3 == 0:
            closed(story, "12-05", f"h{number}")
    unit(story, "u1")
    story.tell("unit.described", "11-16", "u1", ELSEWHERE, name="别镇的厂")
    story.tell("unit.described", "11-17", "u1", name="某厂")
    story.tell("unit.described", "11-18", "u1", name="大厂")
    return story


@pytest.fixture
async def stream(bus: TestBus) -> tuple[Story, Client]:
    story = hazards_of_two_towns()
    for log, events in story.logs.items():
        publisher = (await bus.connect(log)).jetstream(timeout=30)
        for envelope in events:
            await publisher.publish(envelope.subject, envelope.to_bytes())
    return story, await bus.connect("reporting")


async def test_what_is_read_is_what_was_said_there(
    stream: tuple[Story, Client], monkeypatch: pytest.MonkeyPatch, subtests: pytest.Subtests
) -> None:
    for many in [1, 50, 10_000]:
        for every in [1, 7, 90]:
            with subtests.test(many=many, every=every):
                story, bus = stream
                monkeypatch.setattr(stored_events, "_MANY", many)
                own = [each for each in story.logs["hazards"] if each.township == TOWN][::every]
                wanted = {Source("hazards", each.position): each.type for each in own}
                wanted |= {
                    Source("registry", each.position): each.type for each in story.logs["registry"][:3]
                }
                read = await StoredEvents(bus, TOWN).at(wanted)
                assert read.keys() == wanted.keys()
                for (log, position), data in read.items():
                    assert data == story.logs[log][position - 1].data


async def test_all_of_a_type_up_to_a_position(stream: tuple[Story, Client]) -> None:
    story, bus = stream
    last = len(story.logs["registry"])
    events = StoredEvents(bus, TOWN)
    named = [each.data["name"] async for each in events.of_type("registry", "unit.described", last)]
    assert named == ["某厂", "大厂"]
    before = [each.data["name"] async for each in events.of_type("registry", "unit.described", last - 1)]
    assert before == ["某厂"]
    found_here = [each.township async for each in events.of_type("hazards", "hazard.found", 10**9)]
    assert found_here == [TOWN] * 400
    assert [each async for each in events.of_type("hazards", "hazard.voided", 10**9)] == []


async def test_what_the_stream_does_not_hold_is_not_made_up(stream: tuple[Story, Client]) -> None:
    _, bus = stream
    with pytest.raises(Rejected, match="not_ready"):
        await StoredEvents(bus, TOWN).at({Source("hazards", 10**6): "hazard.found"})
