"""Who may see, sign and review what; another town of the same ids."""

from typing import Any

import pytest

from tests.reporting.submissions.office import FILER, OTHER, Office
from tests.reporting.two_towns import ELSEWHERE


def refused(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


async def test_nobody_signs_for_another(office: Office) -> None:
    body = await office.body()
    assert refused(await office.post("submissions", body, office.as_("officer", OTHER))) == (
        403, "not_your_report"
    )  # fmt: skip
    assert refused(await office.post("submissions", body, office.as_("leader"))) == (403, "not_your_report")
    assert refused(await office.post("submissions", body, office.as_("auditor"))) == (403, "not_your_report")
    unknown = {**body, "filer": "d-nowhere"}
    assert refused(await office.post("submissions", unknown, office.as_("officer", OTHER))) == (
        403, "not_your_report"
    )  # fmt: skip


@pytest.mark.parametrize("role", ["leader", "auditor", "safety_office"])
async def test_only_the_filers_own_people_withdraw(office: Office, role: str) -> None:
    """Whatever organisation an issuer names for them."""
    number = await office.signed()
    answer = await office.post(f"submissions/{number}/withdraw", {}, office.as_(role, FILER))
    assert refused(answer) == (403, "not_your_report")


async def test_a_person_signs_and_no_account_without_a_name(office: Office) -> None:
    body = await office.body()
    answer = await office.post("submissions", body, office.as_("officer", FILER, name=None))
    assert refused(answer) == (403, "not_a_person")


async def test_no_number_of_a_person_stands_in_an_event(office: Office) -> None:
    """Neither as the key of a call nor as the account's own name."""
    body = await office.body()
    answer = await office.post("submissions", body, office.officer, key="13800138000")
    assert refused(answer) == (422, "personal_data")
    token = office.reporting.issuer.token(
        sub="13800138000", role="officer", organisation=FILER, township=office.township, name="王芳"
    )
    answer = await office.post("submissions", body, {"Authorization": f"Bearer {token}"})
    assert refused(answer) == (422, "personal_data")
    assert (await office.get("submissions")).json() == {"submissions": []}


async def test_the_safety_office_signs_for_a_filer_with_a_reason_and_who_asked(office: Office) -> None:
    body = await office.body()
    assert refused(await office.post("submissions", body)) == (422, "on_behalf_needed")
    on_behalf = {"reason": "设备故障", "asked_by": "王芳"}
    assert refused(await office.post("submissions", {**body, "on_behalf": on_behalf}, office.officer)) == (
        403, "not_allowed"
    )  # fmt: skip
    answer = await office.post("submissions", {**body, "on_behalf": on_behalf})
    assert answer.status_code == 201, answer.text
    submission = await office.submission(answer.json()["number"])
    assert submission["on_behalf"] == on_behalf
    assert (submission["signer"]["name"], submission["signer"]["organisation"]) == ("李雷", "safety-office")
    (line,) = (await office.get("submissions")).json()["submissions"]
    assert line["on_behalf"]


async def test_what_the_safety_office_signed_it_may_withdraw_and_nothing_else(office: Office) -> None:
    own = await office.signed("2", OTHER)
    assert refused(await office.post(f"submissions/{own}/withdraw", {})) == (403, "not_your_report")
    body = {**await office.body(), "on_behalf": {"reason": "设备故障", "asked_by": "王芳"}}
    number = (await office.post("submissions", body)).json()["number"]
    assert (await office.post(f"submissions/{number}/withdraw", {})).status_code == 200
    again = (await office.post("submissions", {**body, "unchanged": False})).json()["number"]
    assert (await office.post(f"submissions/{again}/withdraw", {}, office.officer)).status_code == 200


async def test_a_filer_sees_its_own_and_learns_nothing_of_others(office: Office) -> None:
    own, other = await office.signed(), await office.signed("2", OTHER)
    who = office.officer
    listed = (await office.get("submissions", who)).json()["submissions"]
    assert [each["number"] for each in listed] == [own]
    assert (await office.get(f"submissions/{own}", who)).status_code == 200
    there, nowhere = (
        await office.get(f"submissions/{other}", who),
        await office.get("submissions/2-d-x-1", who),
    )
    assert refused(there) == refused(nowhere) == (403, "not_yours")
    assert refused(await office.get(f"periods/2/{OTHER}", who)) == (403, "not_yours")
    assert refused(await office.get("periods/2/nobody", who)) == (403, "not_yours")
    assert refused(await office.post(f"submissions/{other}/withdraw", {}, who)) == (403, "not_yours")
    lines = (await office.get("completeness", who, period="2")).json()["periods"]
    assert [[line["filer"]["id"] for line in each["filers"]] for each in lines] == [[FILER], []]
    assert all("tally" not in each for each in lines)


async def test_keys_of_dashboards_see_no_persons(office: Office, subtests: pytest.Subtests) -> None:
    await office.signed()
    for path in ["submissions", "submissions/2-d-a-1", "periods/2/d-a", "completeness"]:
        with subtests.test(path=path):
            answer = await office.get(path, office.as_("dashboard", name=None))
            assert refused(answer) == (403, "not_allowed")


async def test_nothing_is_answered_without_an_identity(office: Office, subtests: pytest.Subtests) -> None:
    for path in ["submissions", "submissions/2-d-a-1", "periods/2/d-a", "completeness"]:
        with subtests.test(path=path):
            answer = await office.reporting.client.get(f"/campaigns/winter/{path}")
            assert refused(answer) == (401, "unauthenticated")


async def test_public_keys_are_for_everybody(office: Office) -> None:
    await office.signed()
    answer = await office.reporting.client.get("/keys")
    assert answer.status_code == 200
    (key,) = answer.json()["keys"]
    assert (key["algorithm"], key["purposes"]) == ("Ed25519", ["submission", "paper"])
    assert "private" not in answer.text


async def test_another_town_of_the_same_ids_has_its_own(office: Office) -> None:
    number = await office.signed()
    elsewhere = Office(office.reporting, office.keys, office.database, township=ELSEWHERE)
    assert (await elsewhere.get("submissions")).json() == {"submissions": []}
    assert refused(await elsewhere.get(f"submissions/{number}")) == (404, "not_found")
    assert refused(await elsewhere.post("review/acceptances", {"numbers": [number]})) == (404, "not_found")
    there = await elsewhere.signed()
    assert there == number, "numbers are of a town's campaign"
    await elsewhere.post(f"submissions/{number}/return", {"reason": "请核对"})
    assert (await office.submission(number))["state"] == "signed"
    assert (await elsewhere.submission(number))["state"] == "returned"
