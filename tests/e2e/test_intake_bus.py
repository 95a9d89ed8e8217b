"""The intake contract over the bus: poison never stops the stream, and every publisher keeps to its own."""

import json
from collections.abc import AsyncIterator
from typing import Any

import nats
import pytest

from tests.e2e.deployment import Account, Deployment
from tests.e2e.facts import DEPARTMENT, OTHER_DEPARTMENT, changed, closed, fact, found, new_id, unit
from tests.e2e.publisher import Publisher
from tests.support.relaying import eventually


@pytest.fixture(scope="module")
def operator(deployment: Deployment) -> Account:
    return deployment.account("operator")


@pytest.fixture
async def publisher(deployment: Deployment) -> AsyncIterator[Publisher]:
    """With the safety office's rights."""
    publisher = await Publisher.signed_in(deployment, "paicha")
    yield publisher
    await publisher.client.close()


@pytest.fixture
async def limited(deployment: Deployment) -> AsyncIterator[Publisher]:
    """Listed for two departments."""
    publisher = await Publisher.signed_in(deployment, "inspection-platform")
    yield publisher
    await publisher.client.close()


async def shop(publisher: Publisher) -> str:
    registered = unit(new_id("unit"))
    await publisher.send(registered)
    assert (await publisher.receipt_of(registered))["outcome"] == "accepted"
    return str(registered["data"]["unit_id"])


A_FOUND = found("h", "u")
POISON: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "not_json"),
    "not JSON": (b"{", "not_json"),
    "not UTF-8": (b"\xff\xfe{}", "wrong_encoding"),
    "GBK": (json.dumps(A_FOUND, ensure_ascii=False).encode("gbk"), "wrong_encoding"),
    "no CloudEvent": (b"[]", "not_cloudevent"),
    "too large": (json.dumps(changed(A_FOUND, description="x" * 300_000)).encode(), "too_large"),
    "deep": (b"[" * 100_000, "nested_too_deep"),
    "another type": (json.dumps(closed("h")).encode(), "subject_mismatch"),
    "a huge number": (b'{"specversion": 1e999999}', "not_json"),
}


@pytest.mark.parametrize(("body", "code"), POISON.values(), ids=POISON)
async def test_poison_is_kept_and_the_stream_goes_on(
    operator: Account, publisher: Publisher, body: bytes, code: str
) -> None:
    before = dead_letters(operator)
    await publisher.send_raw(body, "hazard.found")
    after = found(new_id("hazard"), await shop(publisher))
    await publisher.send(after)
    assert (await publisher.receipt_of(after))["outcome"] == "accepted"
    (letter,) = dead_letters(operator)[len(before) :]
    assert (letter["code"], letter["publisher"]) == (code, "paicha")


def dead_letters(operator: Account) -> list[dict[str, Any]]:
    letters: list[dict[str, Any]] = operator.get("/hazards/dead-letters", limit="500")["dead_letters"]
    return letters


async def test_an_unknown_type_is_answered_by_somebody(publisher: Publisher) -> None:
    for unknown in (fact("hazard.dreamt", {}), fact("unit.dreamt", {}), fact("dreamt", {})):
        await publisher.send(unknown)
        assert (await publisher.receipt_of(unknown))["code"] == "unknown_type"


async def test_subject_and_type_have_to_agree(publisher: Publisher) -> None:
    sent = closed("h")
    await publisher.send(sent, named_type="hazard.found")
    assert (await publisher.receipt_of(sent))["code"] == "subject_mismatch"


async def test_another_publishers_organisation(limited: Publisher, publisher: Publisher) -> None:
    known = await shop(publisher)
    own, foreign = found(new_id("h"), known, by=DEPARTMENT), found(new_id("h"), known, by=OTHER_DEPARTMENT)
    await limited.send(own)
    await limited.send(foreign)
    assert (await limited.receipt_of(own))["outcome"] == "accepted"
    assert (await limited.receipt_of(foreign))["code"] == "not_your_organisation"


async def test_under_anothers_token_nothing_is_published(limited: Publisher) -> None:
    body = json.dumps(found(new_id("h"), "u")).encode()
    with pytest.raises((nats.errors.Error, TimeoutError)):
        await limited.client.jetstream(timeout=30).publish("intake.paicha.hazard.found", body, timeout=2)
    await no_permission(limited)


@pytest.mark.parametrize(
    "subject", ["hazards.>", "registry.>", "receipts.paicha", "_INBOX.>", "intake.>", ">"]
)
async def test_nothing_of_others_is_heard(limited: Publisher, subject: str) -> None:
    await limited.client.subscribe(subject)
    await no_permission(limited)


async def no_permission(publisher: Publisher) -> None:
    """The server says so when it has answered everything else."""
    await eventually(lambda: any("permissions" in error.lower() for error in publisher.refused))


async def test_the_same_five_times(publisher: Publisher) -> None:
    sent = found(new_id("hazard"), await shop(publisher))
    for _ in range(5):
        await publisher.send(sent)
    receipts = await publisher.receipts_of(sent, count=5)
    assert [receipt["outcome"] for receipt in receipts] == ["accepted", *["duplicate"] * 4]
    assert all(receipt["events"] == receipts[0]["events"] for receipt in receipts)


async def test_the_same_twice_while_it_waits(publisher: Publisher) -> None:
    late = new_id("unit")
    opened = found(new_id("hazard"), late)
    closing = closed(opened["data"]["hazard_id"])
    for sent in (opened, opened, closing, closing, opened):
        await publisher.send(sent)
    await eventually(lambda: answers(publisher, opened) == ["waiting"] * 3)
    await eventually(lambda: answers(publisher, closing) == ["waiting"] * 2)
    await publisher.send(unit(late))
    first, second = await publisher.receipt_of(opened), await publisher.receipt_of(closing)
    assert (first["outcome"], second["outcome"]) == ("accepted", "accepted")
    assert first["events"][0]["position"] < second["events"][0]["position"]


async def test_a_voiding_reaches_the_service_that_owns_the_fact(publisher: Publisher) -> None:
    """Both services hear it, one answers; while the fact itself waits, the voiding keeps its place."""
    late = new_id("unit")
    opened = found(new_id("hazard"), late)
    closing = closed(opened["data"]["hazard_id"])
    regraded = fact("unit.graded", {"unit_id": late, "grade": "red"})
    voidings = [
        fact("fact.voided", {"source": each["source"], "id": each["id"], "reason": "误录"})
        for each in (closing, regraded)
    ]
    for sent in (opened, closing, voidings[0], regraded, voidings[1]):
        await publisher.send(sent)
    await publisher.send(unit(late))
    for voiding, log in zip(voidings, ("hazards", "registry"), strict=True):
        receipt = await publisher.receipt_of(voiding)
        assert (receipt["outcome"], receipt["events"][0]["log"]) == ("accepted", log)
    await all_is_said(publisher)
    for voiding in voidings:
        outcomes = answers(publisher, voiding)
        assert outcomes[-1] == "accepted", "the final word is the last"
        assert outcomes.count("accepted") == 1


async def test_of_a_voiding_one_service_says_one_thing(publisher: Publisher) -> None:
    """What the registry has recorded is taken back, or not, by the registry alone."""
    registered = unit(new_id("unit"))
    graded = fact("unit.graded", {"unit_id": registered["data"]["unit_id"], "grade": "red"})
    voidings = [
        fact("fact.voided", {"source": each["source"], "id": each["id"], "reason": "误录"})
        for each in (graded, registered)
    ]
    for sent in (registered, graded, *voidings, *voidings):
        await publisher.send(sent)
    await publisher.receipts_of(voidings[1], count=2)
    await all_is_said(publisher)
    assert answers(publisher, voidings[0]) == ["accepted", "duplicate"]
    assert answers(publisher, voidings[1]) == ["rejected", "rejected"]


async def all_is_said(publisher: Publisher) -> None:
    """That a voiding waits is said last of all, and of a later one later."""
    unknown = fact("fact.voided", {"source": "/nobody", "id": new_id("fact"), "reason": "误录"})
    await publisher.send(unknown)
    await eventually(lambda: answers(publisher, unknown) == ["waiting"])


def answers(publisher: Publisher, sent: dict[str, Any]) -> list[str]:
    return [receipt["outcome"] for receipt in publisher.receipts if receipt["id"] == sent["id"]]
