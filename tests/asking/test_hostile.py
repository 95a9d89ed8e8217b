"""A question names where its answer goes: no name makes a service write where its asker may not."""

import asyncio
import json
from pathlib import Path

import pytest
from nats.aio.client import Client

from shared.bus.jetstream import INTAKE, LOGS, jetstream_of
from shared.bus.sent import sent
from shared.identity.publishers import Publishers
from tests.asking.conftest import PUBLISHERS, Town
from tests.support.relaying import eventually
from tests.support.services import PATIENCE_SECONDS

HOSTILE = [
    "registry.500112143.unit.registered",
    "hazards.500112143.hazard.found",
    "clock.registry",
    "receipts.district",
    "ask.district.receipt",
    "held.registry.receipt",
    "_INBOX_hazards.x.y",
    "_INBOX_district.x",
    "intake.district.unit.registered",
    "intake.paicha.unit.registered",
    "ask.paicha.receipt",
    f"$JS.API.STREAM.DELETE.{INTAKE}",
    f"$JS.API.CONSUMER.RESET.{INTAKE}.registry",
    f"$JS.ACK.{INTAKE}.hazards.1.1.1.1.0",
    "$SYS.REQ.SERVER.PING.JSZ",
]


async def held(provisioner: Client) -> dict[str, int]:
    jetstream = provisioner.jetstream(timeout=30)
    streams = (*map(jetstream_of, LOGS), INTAKE)
    return {name: (await jetstream.stream_info(name)).state.messages for name in streams}


async def test_an_answer_stays_in_the_account_of_who_asked(town: Town) -> None:
    await town.start("registry", "hazards")
    paicha, district = await town.publisher("paicha"), await town.publisher("district")
    heard: list[str] = []

    async def hear(message: object) -> None:
        heard.append(str(message))

    for subject in ("receipts.district", "_INBOX_district.>"):
        await district.client.subscribe(subject, cb=hear)
    await sent(district.client)
    provisioner = await town.bus.connect("provisioner")
    before = await held(provisioner)
    for reply in HOSTILE:
        for body in (b'{"source": "/test", "id": "1"}', b"no JSON"):
            await paicha.client.publish("ask.paicha.receipt", body, reply=reply)
        await paicha.client.publish("ask.paicha.positions", reply=reply)
    assert await paicha.told("after them all") == "not_found"
    await asyncio.sleep(0.3)
    assert await held(provisioner) == before
    assert heard == []
    assert await district.told("1") == "not_found"


@pytest.mark.parametrize("reply", ["_R_.a.b", "_R_.x"])
async def test_the_subjects_of_answers_to_others_may_not_be_named(town: Town, reply: str) -> None:
    """They are what the services may write to."""
    paicha = await town.bus.connect("paicha")
    await paicha.publish("ask.paicha.receipt", b"{}", reply=reply)
    await sent(paicha)
    await eventually(lambda: "permissions violation" in str(paicha.last_error).lower())


async def test_a_service_answers_another_one_in_its_inbox_only(town: Town) -> None:
    """In their own account no server stands between: the answer would be taken for a receipt."""
    await town.start("registry")
    hazards, paicha = await town.bus.connect("hazards"), await town.bus.connect("paicha")
    receipts = await paicha.subscribe("receipts.paicha")
    await sent(paicha)
    await hazards.publish("held.registry.receipt", b"{}", reply="receipts.paicha")
    answer = await hazards.request("held.registry.receipt", b"{}", timeout=PATIENCE_SECONDS)
    assert b"invalid_data" in answer.data
    assert receipts.pending_msgs == 0


async def test_questions_without_an_address_are_no_trouble(town: Town) -> None:
    await town.start("registry", "hazards")
    paicha = await town.publisher()
    for _ in range(50):
        await paicha.client.publish("ask.paicha.receipt", b"{}")
    assert await paicha.told("1") == "not_found"


@pytest.mark.parametrize("name", ["*", ">", "a.b", ""])
def test_nobody_is_listed_under_a_name_that_hears_others(tmp_path: Path, name: str) -> None:
    listed = tmp_path / "publishers.json"
    listed.write_text(json.dumps({name: PUBLISHERS["paicha"]}))
    with pytest.raises(ValueError, match="pattern"):
        Publishers(listed)
