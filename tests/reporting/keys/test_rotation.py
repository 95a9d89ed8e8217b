"""Keys are introduced before they sign; rotation and revocation leave what was signed as it was."""

import asyncio
from typing import Any

from services.reporting.keys.known import KnownKey, evolve
from services.reporting.keys.purposes import SUBMISSION
from shared.events.reporting import KeyIntroduced, KeyRetired, KeyRevoked
from shared.signing import is_signed, read_keys, with_new_key
from tests.reporting.submissions.office import OTHER, Office


async def keys_of(office: Office) -> list[dict[str, Any]]:
    keys: list[dict[str, Any]] = (await office.reporting.client.get("/keys")).json()["keys"]
    return keys


async def until_there_are(office: Office, number: int) -> list[dict[str, Any]]:
    async with asyncio.timeout(30):
        while len(keys := await keys_of(office)) < number:
            await asyncio.sleep(0.05)
    return keys


async def test_a_key_is_introduced_by_the_start_and_another_by_its_file(office: Office) -> None:
    (first,) = await until_there_are(office, 1)
    before = await office.submission(await office.signed())
    office.keys.write_bytes(with_new_key(office.keys.read_bytes()))
    old, new = await until_there_are(office, 2)
    assert old["id"] == first["id"]
    assert old["valid_until"] >= new["valid_from"], "what had arrived before is signed with the old one"
    assert new["valid_until"] is None
    after = await office.submission(await office.signed("2", OTHER))
    assert (before["key_id"], after["key_id"]) == (old["id"], new["id"])
    assert old["valid_from"] <= before["signed_at"] < old["valid_until"]
    assert new["valid_from"] <= after["signed_at"]


async def revoked(office: Office, key_id: str, since: str, role: str = "operator") -> Any:
    return await office.reporting.client.post(
        f"/keys/{key_id}/revocation",
        json={"revoked_from": since, "reason": "私钥外泄"},
        headers=office.as_(role),
    )


async def test_what_a_revoked_key_would_sign_is_refused_until_it_is_rotated(office: Office) -> None:
    (key,) = await until_there_are(office, 1)
    await office.signed()
    for role in ("safety_office", "auditor", "officer"):
        assert (await revoked(office, key["id"], "2024-12-14T00:00:00+08:00", role)).status_code == 403
    assert (await revoked(office, "nothing", "2024-12-14T00:00:00+08:00")).status_code == 404
    assert (await revoked(office, key["id"], "yesterday")).json()["code"] == "invalid_request"
    for _ in range(2):
        answer = await revoked(office, key["id"], "2024-12-14T00:00:00+08:00")
        assert answer.status_code == 200, answer.text
    assert (await keys_of(office))[0]["revoked_from"] == "2024-12-13T16:00:00.000000Z"
    refused = await office.sign("2", OTHER)
    assert (refused.status_code, refused.json()["code"]) == (503, "not_ready")
    office.keys.write_bytes(with_new_key(office.keys.read_bytes()))
    await until_there_are(office, 2)
    await office.signed("2", OTHER)


def test_a_file_of_keys_grows_and_keeps_the_old_ones() -> None:
    one = with_new_key(None)
    two = with_new_key(one)
    assert [key.id for key in read_keys(two)][:1] == [key.id for key in read_keys(one)]
    key = read_keys(two)[-1]
    signature = key.sign(SUBMISSION, {"number": "2-d-a-1"})
    assert is_signed(key.public, SUBMISSION, {"number": "2-d-a-1"}, signature)
    assert not is_signed(read_keys(one)[0].public, SUBMISSION, {"number": "2-d-a-1"}, signature)
    assert not is_signed(key.public, SUBMISSION, {"number": "2-d-a-1"}, "no signature")


def test_how_long_a_key_is_good() -> None:
    introduced = KeyIntroduced(key_id="k", algorithm="Ed25519", public_key="p", purposes=["submission"])
    keys = evolve({}, introduced, 10, 11)
    assert [keys["k"].was_good(SUBMISSION, moment) for moment in (9, 10, 99)] == [False, True, True]
    assert not keys["k"].was_good("paper", 10)
    retired: KnownKey = evolve(keys, KeyRetired(key_id="k"), 40, 50)["k"]
    assert [retired.was_good(SUBMISSION, moment) for moment in (49, 50)] == [True, False]
    revoked = KeyRevoked(key_id="k", revoked_from="1970-01-01T00:00:00.000030Z", reason="外泄")
    assert [evolve(keys, revoked, 99, 99)["k"].was_good(SUBMISSION, moment) for moment in (29, 30)] == [
        True, False
    ]  # fmt: skip
