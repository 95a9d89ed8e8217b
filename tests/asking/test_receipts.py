"""What became of a fact, asked over the bus: one answer, the publisher's own, whichever service knows it."""

import pytest
from nats.errors import NoRespondersError

from tests.asking.conftest import Town
from tests.support.services import PATIENCE_SECONDS, until

UNIT = {"unit_id": "u-1", "name": "餐馆", "kind": "small_venue", "village": "v-mingyue"}
CHECKED = {"filer": "v-mingyue", "item": "1.1.1", "status": "done"}
HAZARD = {
    "hazard_id": "h-1", "unit_id": "u-1", "by": "v-mingyue", "severity": "general", "description": "过期",
}  # fmt: skip


async def test_every_outcome_is_told_from_either_service(town: Town) -> None:
    await town.start("registry", "hazards")
    paicha = await town.publisher()
    await paicha.send("found", "hazard.found", HAZARD)
    await paicha.becomes("found", "waiting")
    await paicha.send("unit", "unit.registered", UNIT)
    await paicha.becomes("unit", "accepted")
    await paicha.becomes("found", "accepted")
    await paicha.send("wrong", "unit.registered", UNIT | {"kind": "castle"})
    await paicha.becomes("wrong", "invalid_data")
    await paicha.send("odd", "self_check.recorded", CHECKED | {"status": "perhaps"})
    await paicha.becomes("odd", "invalid_data")

    unit = await paicha.receipt("unit")
    assert unit["events"][0]["log"] == "registry"
    assert unit == {"source": "/test", "id": "unit", "outcome": "accepted", "events": unit["events"]}
    assert [event["log"] for event in (await paicha.receipt("found"))["events"]] == ["hazards"]
    for number in ("wrong", "odd"):
        refused = await paicha.receipt(number)
        assert (refused["outcome"], refused["events"]) == ("rejected", [])
        assert refused["message"]


async def test_a_repeated_fact_is_answered_with_its_first_event(town: Town) -> None:
    await town.start("registry", "hazards")
    paicha = await town.publisher()
    receipts = await paicha.client.subscribe("receipts.paicha")
    await paicha.send("1", "self_check.recorded", CHECKED)
    await paicha.becomes("1", "accepted")
    first = await paicha.receipt("1")
    await paicha.send("1", "self_check.recorded", CHECKED)
    for outcome in (b'"accepted"', b'"duplicate"'):
        assert outcome in (await receipts.next_msg(10)).data
    for _ in range(8):  # by both services
        assert await paicha.receipt("1") == first


async def test_what_nobody_knows_is_not_found(town: Town) -> None:
    await town.start("registry", "hazards")
    paicha = await town.publisher()
    for _ in range(8):
        answer = await paicha.receipt("nowhere")
        assert answer["code"] == "not_found"
        assert "没有找到" in answer["zh"]
        assert "was not found" in answer["en"]
        assert answer["detail"] == f"{answer['zh']} {answer['en']}"


async def test_a_publisher_is_told_its_own_only(town: Town) -> None:
    """Both use the same source and id, for different facts."""
    await town.start("registry", "hazards")
    paicha, district = await town.publisher("paicha"), await town.publisher("district")
    await paicha.send("1", "self_check.recorded", CHECKED)
    await paicha.becomes("1", "accepted")
    assert await district.told("1") == "not_found"
    await district.send("1", "self_check.recorded", CHECKED | {"item": "1.1.2", "status": "partly"})
    await district.becomes("1", "accepted")
    own, others = await paicha.receipt("1"), await district.receipt("1")
    assert own["events"][0]["position"] < others["events"][0]["position"]
    question = {"source": "/test", "id": "1", "publisher": "district"}
    assert (await paicha.ask("receipt", question))["code"] == "invalid_data"


async def test_a_voiding_has_one_answer(town: Town) -> None:
    """It reaches both services, and the one that keeps the fact answers."""
    await town.start("registry", "hazards")
    paicha = await town.publisher()
    await paicha.send("1", "self_check.recorded", CHECKED)
    await paicha.becomes("1", "accepted")
    await paicha.send("void", "fact.voided", {"source": "/test", "id": "1", "reason": "误录"})
    await paicha.becomes("void", "accepted")
    for _ in range(8):
        assert [each["log"] for each in (await paicha.receipt("void"))["events"]] == ["hazards"]


async def test_a_source_and_id_used_in_both_logs_is_answered_with_both_events(town: Town) -> None:
    await town.start("registry", "hazards")
    paicha = await town.publisher()
    await paicha.send("1", "unit.registered", UNIT)
    await paicha.becomes("1", "accepted")
    await paicha.send("1", "self_check.recorded", CHECKED)

    async def both() -> bool:
        return [each["log"] for each in (await paicha.receipt("1"))["events"]] == ["hazards", "registry"]

    await until(both)


async def test_what_the_other_service_may_know_is_not_denied_while_it_is_away(town: Town) -> None:
    registry = await town.start("registry")
    await town.start("hazards")
    paicha = await town.publisher()
    await paicha.send("unit", "unit.registered", UNIT)
    await paicha.send("check", "self_check.recorded", CHECKED)
    await paicha.becomes("unit", "accepted")
    await paicha.becomes("check", "accepted")
    await registry.aclose()
    assert await paicha.told("check") == "accepted"
    assert (await paicha.ask("receipt", {"source": "/test", "id": "unit"}))["code"] == "not_ready"
    assert (await paicha.ask("positions"))["code"] == "not_ready"


async def test_who_is_listed_later_is_heard_and_who_is_not_any_more_is_told_nothing(town: Town) -> None:
    await town.start("registry", "hazards")
    await town.publisher("paicha")
    stranger = await town.bus.connect("stranger")
    with pytest.raises(NoRespondersError):
        await stranger.request("ask.stranger.receipt", b"{}", timeout=PATIENCE_SECONDS)
    town.list({"stranger": {"township": "500112999", "role": "safety_office"}})
    listed = await town.publisher("stranger")
    assert await listed.told("1") == "not_found"
    paicha = await town.publisher("paicha")
    assert await paicha.told("1") == "not_allowed"
    assert (await paicha.ask("positions"))["code"] == "not_allowed"
