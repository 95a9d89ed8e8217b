"""The intake contract as a stranger reads it, over HTTP: every refusal, idempotency, order, waiting."""

import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.e2e.deployment import PATIENCE, Account, Deployment, deployed
from tests.e2e.facts import (
    DEPARTMENT,
    OTHER_VILLAGE,
    TIME,
    VILLAGE,
    changed,
    closed,
    fact,
    found,
    new_id,
    unit,
)

WAITING_SECONDS = 20


@pytest.fixture(scope="module")
def deployment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployment]:
    folder = tmp_path_factory.mktemp("contract")
    with deployed(folder, PAICHA_WAITING_SECONDS=str(WAITING_SECONDS)) as deployment:
        yield deployment


@pytest.fixture(scope="module")
def office(deployment: Deployment) -> Account:
    return deployment.account("safety_office")


@pytest.fixture(scope="module")
def shop(office: Account) -> str:
    """A unit that is known."""
    registered = unit(new_id("unit"))
    known = str(registered["data"]["unit_id"])
    assert office.post("registry", registered)[0]["outcome"] == "accepted"
    first = found(new_id("hazard"), known)
    office.post("hazards", first)
    assert settled(office, "hazards", first)["outcome"] == "accepted"
    return known


def one(office: Account, service: str, sent: Any) -> dict[str, Any]:
    (receipt,) = office.post(service, sent)
    return receipt


def settled(
    account: Account, service: str, sent: dict[str, Any], patience: float = PATIENCE
) -> dict[str, Any]:
    """The receipt once it is final."""
    deadline = time.monotonic() + patience
    while (receipt := account.receipt(service, sent))["outcome"] == "waiting":
        assert time.monotonic() < deadline, receipt
        time.sleep(0.1)
    return receipt


A_FOUND = found("h", "u")
PERSONAL = "personal_data"
PHONE = "13912345678"
IDENTITY_NUMBER = "11010519491231002X"
REFUSED: dict[str, tuple[str, Any, str]] = {
    "a text": ("hazards", "hello", "not_cloudevent"),
    "a number": ("hazards", [7], "not_cloudevent"),
    "null": ("hazards", [None], "not_cloudevent"),
    "an array in an array": ("hazards", [[A_FOUND]], "not_cloudevent"),
    "an empty object": ("hazards", {}, "not_cloudevent"),
    "no specversion": ("hazards", fact("hazard.closed", {}, specversion=None), "not_cloudevent"),
    "specversion 0.3": ("hazards", fact("hazard.closed", {}, specversion="0.3"), "not_cloudevent"),
    "no id": ("hazards", fact("hazard.closed", {}, id=None), "not_cloudevent"),
    "an empty id": ("hazards", fact("hazard.closed", {}, id=""), "not_cloudevent"),
    "a numeric id": ("hazards", fact("hazard.closed", {}, id=7), "not_cloudevent"),
    "an id with a control character": ("hazards", fact("hazard.closed", {}, id="a\u0000b"), "not_cloudevent"),
    "no source": ("hazards", fact("hazard.closed", {}, source=None), "not_cloudevent"),
    "no type": ("hazards", A_FOUND | {"type": ""}, "not_cloudevent"),
    "another content type": ("hazards", A_FOUND | {"datacontenttype": "text/xml"}, "not_cloudevent"),
    "an unknown type": ("hazards", fact("hazard.dreamt", {"hazard_id": "h"}), "unknown_type"),
    "a type in capitals": ("hazards", A_FOUND | {"type": "Hazard.Found"}, "unknown_type"),
    "another service's type": ("hazards", unit("u"), "wrong_service"),
    "this service's type elsewhere": ("registry", A_FOUND, "wrong_service"),
    "no time": ("hazards", found("h", "u") | {"time": None}, "invalid_time"),
    "no offset": ("hazards", A_FOUND | {"time": "2024-12-02T10:00:00"}, "invalid_time"),
    "30 February": ("hazards", A_FOUND | {"time": "2025-02-30T10:00:00+08:00"}, "invalid_time"),
    "a day without time": ("hazards", A_FOUND | {"time": "2025-02-03"}, "invalid_time"),
    "a number as time": ("hazards", A_FOUND | {"time": 1733104800}, "invalid_time"),
    "hour 25": ("hazards", A_FOUND | {"time": "2024-12-02T25:00:00+08:00"}, "invalid_time"),
    "before all time": ("hazards", A_FOUND | {"time": "0001-01-01T00:00:00+08:00"}, "invalid_time"),
    "the future": ("hazards", A_FOUND | {"time": "2099-01-01T00:00:00Z"}, "in_future"),
    "no data": ("hazards", A_FOUND | {"data": None}, "invalid_data"),
    "data as text": ("hazards", A_FOUND | {"data": "{}"}, "invalid_data"),
    "a missing field": ("hazards", changed(A_FOUND, by=None), "invalid_data"),
    "an unknown field": ("hazards", changed(A_FOUND, colour="red"), "invalid_data"),
    "an unknown severity": ("hazards", changed(A_FOUND, severity="grave"), "invalid_data"),
    "a number as id": ("hazards", changed(A_FOUND, hazard_id=5), "invalid_data"),
    "a blank description": ("hazards", changed(A_FOUND, description="   "), "invalid_data"),
    "an endless description": ("hazards", changed(A_FOUND, description="长" * 5000), "invalid_data"),
    "a wrong credit code": ("registry", unit("u", uscc="91350100M000100Y44"), "invalid_uscc"),
    "a mobile number": ("hazards", changed(A_FOUND, description="联系 13912345678"), PERSONAL),
    "one with spaces": ("hazards", changed(A_FOUND, description="联系 139 1234 5678"), PERSONAL),
    "full-width digits": ("hazards", changed(A_FOUND, location="１３９１２３４５６７８"), PERSONAL),
    "one with +86": ("hazards", changed(A_FOUND, location="+86-139-1234-5678"), PERSONAL),
    "an identity number": ("hazards", changed(A_FOUND, description=f"证 {IDENTITY_NUMBER}"), PERSONAL),
    "one in a name": ("registry", unit("u", name="张三 13912345678"), PERSONAL),
    "one in a reason": ("hazards", fact("hazard.voided", {"hazard_id": "h", "reason": PHONE}), PERSONAL),
    "one in a finding": (
        "hazards",
        fact(
            "inspection.completed",
            {
                "inspection_id": "i",
                "unit_id": "u",
                "by": DEPARTMENT,
                "participants": [],
                "findings": [{"item": "2-1.7", "passed": False, "remark": "店主13912345678"}],
            },
        ),
        PERSONAL,
    ),
}  # fmt: skip


@pytest.mark.parametrize(("service", "sent", "code"), REFUSED.values(), ids=REFUSED)
def test_refused_with_a_code_and_a_sentence(office: Account, service: str, sent: Any, code: str) -> None:
    receipt = one(office, service, sent)
    assert (receipt["outcome"], receipt["code"]) == ("rejected", code)
    assert receipt["message"]
    assert receipt["events"] == []


@pytest.mark.parametrize("text", ["座机 67589240", "渝北罚〔2024〕20241202001 号", "91350100M000100Y43"])
def test_numbers_that_are_nobodys_phone(office: Account, shop: str, text: str) -> None:
    sent = found(new_id("hazard"), shop, description=text)
    assert one(office, "hazards", sent)["outcome"] == "accepted"


@pytest.mark.parametrize(
    "content_type", ["application/json", "application/json; charset=utf-8", "application/json;charset=UTF-8"]
)
def test_content_types_that_are_json(office: Account, shop: str, content_type: str) -> None:
    sent = found(new_id("hazard"), shop) | {"datacontenttype": content_type}
    assert one(office, "hazards", sent)["outcome"] == "accepted"


def test_a_refusal_names_the_fact_where_it_can(office: Account) -> None:
    sent = fact("hazard.closed", {}, specversion="0.3")
    receipt = one(office, "hazards", sent)
    assert (receipt["source"], receipt["id"]) == (sent["source"], sent["id"])


BODIES = {
    "not JSON": (b"{", 400, "not_json"),
    "nothing": (b"", 400, "not_json"),
    "NaN": (b'{"specversion": NaN}', 400, "not_json"),
    "a lone surrogate": (rb'{"specversion": "\ud800"}', 400, "not_json"),
    "GBK": ('{"name": "明月"}'.encode("gbk"), 400, "wrong_encoding"),
    "UTF-16": ('{"name": "明月"}'.encode("utf-16"), 400, "wrong_encoding"),
    "deeper than any reader": (b"[" * 100_000, 400, "nested_too_deep"),
}


@pytest.mark.parametrize(("body", "status", "code"), BODIES.values(), ids=BODIES)
def test_a_body_that_holds_no_facts_is_a_problem(
    office: Account, body: bytes, status: int, code: str
) -> None:
    answer = office.client.post("/hazards/facts", content=body, headers={"content-type": "application/json"})
    assert answer.status_code == status
    assert answer.headers["content-type"].startswith("application/problem+json")
    assert answer.json()["code"] == code


def test_an_empty_array_has_no_receipts(office: Account) -> None:
    assert office.post("hazards", []) == []


def test_five_hundred_at_once_and_not_one_more(office: Account, shop: str) -> None:
    facts = [found(new_id("hazard"), shop) for _ in range(501)]
    answer = office.client.post("/hazards/facts", json=facts)
    assert (answer.status_code, answer.json()["code"]) == (413, "too_many")
    receipts = office.post("hazards", facts[:500])
    assert [receipt["id"] for receipt in receipts] == [sent["id"] for sent in facts[:500]]
    assert {receipt["outcome"] for receipt in receipts} == {"accepted"}


def test_one_fact_too_large_among_others(office: Account, shop: str) -> None:
    large = changed(found(new_id("hazard"), shop), description="长" * 100_000)
    small = found(new_id("hazard"), shop)
    receipts = office.post("hazards", [large, small])
    assert receipts[0]["code"] in ("too_large", "invalid_data")
    assert receipts[1]["outcome"] == "accepted"


def test_without_a_token(deployment: Deployment) -> None:
    answer = httpx.post(f"{deployment.url}/hazards/facts", json=[])
    assert (answer.status_code, answer.json()["code"]) == (401, "unauthenticated")


def test_the_same_five_times(office: Account, shop: str) -> None:
    sent = found(new_id("hazard"), shop)
    receipts = [one(office, "hazards", sent) for _ in range(5)]
    assert [receipt["outcome"] for receipt in receipts] == ["accepted", *["duplicate"] * 4]
    assert all(receipt["events"] == receipts[0]["events"] for receipt in receipts)
    assert len(receipts[0]["events"]) == 1
    together = found(new_id("hazard"), shop)
    receipts = office.post("hazards", [together] * 5)
    assert [receipt["outcome"] for receipt in receipts] == ["accepted", *["duplicate"] * 4]
    assert all(receipt["events"] == receipts[0]["events"] for receipt in receipts)


def test_an_id_is_good_for_one_content(office: Account, shop: str) -> None:
    sent = found(new_id("hazard"), shop)
    first = one(office, "hazards", sent)
    assert one(office, "hazards", changed(sent, severity="major"))["code"] == "id_conflict"
    assert one(office, "hazards", sent | {"time": "2024-12-03T10:00:00+08:00"})["code"] == "id_conflict"
    assert one(office, "hazards", sent)["events"] == first["events"]
    assert office.receipt("hazards", sent)["outcome"] == "accepted"
    elsewhere = changed(sent, hazard_id=new_id("hazard")) | {"source": "/another"}
    assert one(office, "hazards", elsewhere)["outcome"] == "accepted"


def test_a_refused_id_is_free_again(office: Account, shop: str) -> None:
    sent = found(new_id("hazard"), shop)
    assert one(office, "hazards", changed(sent, severity="grave"))["outcome"] == "rejected"
    assert one(office, "hazards", sent)["outcome"] == "accepted"


def test_waiting_for_a_unit_then_all_in_order(office: Account, shop: str) -> None:
    """The hazard's later facts wait behind it; another subject does not; the voiding keeps its place too."""
    hazard, late = new_id("hazard"), new_id("unit")
    closing = closed(hazard, time="2024-12-05T10:00:00+08:00")
    voiding = fact("fact.voided", {"source": closing["source"], "id": closing["id"], "reason": "误录"})
    plan = {
        "responsible": "店主",
        "measures": "更换",
        "funds": "自筹",
        "deadline": "2024-12-31",
        "contingency": "撤离",
    }
    planned = fact("hazard.planned", {"hazard_id": hazard} | plan, time="2024-12-06T10:00:00+08:00")
    sent = [found(hazard, late), closing, voiding, planned]
    receipts = office.post("hazards", [*sent, found(new_id("hazard"), shop), sent[0]])
    assert [receipt["outcome"] for receipt in receipts] == [*["waiting"] * 4, "accepted", "waiting"]
    assert one(office, "registry", unit(late))["outcome"] == "accepted"
    outcomes = [settled(office, "hazards", each) for each in sent]
    assert [receipt["outcome"] for receipt in outcomes] == ["accepted"] * 4, outcomes
    positions = [receipt["events"][0]["position"] for receipt in outcomes]
    assert positions == sorted(positions)


def test_what_never_becomes_known_is_refused(office: Account) -> None:
    hazard = new_id("hazard")
    sent = [found(hazard, "no-such-unit"), closed(hazard)]
    assert [receipt["outcome"] for receipt in office.post("hazards", sent)] == ["waiting", "waiting"]
    for each in sent:
        receipt = settled(office, "hazards", each)
        assert (receipt["outcome"], receipt["code"]) == ("rejected", "unknown_reference")


def test_a_reporter_acts_for_the_own_village_only(deployment: Deployment, shop: str) -> None:
    reporter = deployment.account("reporter", VILLAGE)
    own, foreign = found(new_id("hazard"), shop), found(new_id("hazard"), shop, by=OTHER_VILLAGE)
    assert one(reporter, "hazards", own)["outcome"] == "accepted"
    assert one(reporter, "hazards", foreign)["code"] == "not_your_organisation"
    stranger = deployment.account("reporter", OTHER_VILLAGE)
    assert (
        one(stranger, "hazards", changed(closed(own["data"]["hazard_id"]), by=VILLAGE))["outcome"]
        == "rejected"
    )


@pytest.mark.parametrize("role", ["leader", "auditor", "operator"])
def test_who_only_looks_enters_nothing(deployment: Deployment, shop: str, role: str) -> None:
    answer = deployment.account(role).client.post("/hazards/facts", json=found(new_id("hazard"), shop))
    refused = answer.json()
    assert (refused[0] if isinstance(refused, list) else refused)["code"] == "not_allowed"


def test_only_the_safety_office_takes_back_for_others(
    deployment: Deployment, office: Account, shop: str
) -> None:
    reporter, stranger = (
        deployment.account("reporter", VILLAGE),
        deployment.account("reporter", OTHER_VILLAGE),
    )
    opened = found(new_id("hazard"), shop)
    closing = closed(opened["data"]["hazard_id"])
    assert {receipt["outcome"] for receipt in reporter.post("hazards", [opened, closing])} == {"accepted"}
    void = {"source": closing["source"], "id": closing["id"], "reason": "误录"}
    assert one(stranger, "hazards", fact("fact.voided", void))["outcome"] in ("waiting", "rejected")
    assert one(office, "hazards", fact("fact.voided", void))["outcome"] == "accepted"
    introduction = {"source": opened["source"], "id": opened["id"], "reason": "误录"}
    assert one(office, "hazards", fact("fact.voided", introduction))["code"] == "introduces_subject"
    assert one(reporter, "registry", fact("fact.voided", void, time=TIME))["outcome"] in (
        "waiting",
        "rejected",
    )
