"""Signing and verifying on a whole deployment: by an officer, an auditor, and a superuser who means harm."""

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from deploy.embedded.folder import DataFolder
from tests.e2e.deployment import PATIENCE, Deployment, deployed
from tests.e2e.signing import CAMPAIGN, FILER, person, publish, signed
from tests.e2e.superuser import execute


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployment]:
    folder = tmp_path_factory.mktemp("signed")
    with deployed(folder) as deployment:
        publish(deployment, folder, seed=1)
        yield deployment


def verified(deployment: Deployment, number: str) -> dict[str, Any]:
    auditor = person(deployment, "auditor")
    answer = auditor.get(f"{CAMPAIGN}/submissions/{number}/verify", params={"again": "true"}).json()
    deadline = time.monotonic() + PATIENCE
    while answer["state"] in ("waiting", "running"):
        assert time.monotonic() < deadline, answer
        time.sleep(0.1)
        answer = auditor.get(f"{CAMPAIGN}/submissions/{number}/verify").json()
    assert answer["state"] == "done", answer
    return dict(answer)


def test_what_was_signed_stays_verified_through_more_events_and_a_restart(
    town: Deployment, tmp_path: Path
) -> None:
    number = signed(town, "1")
    first = verified(town, number)
    assert first["findings"] == [], first
    assert first["done"] == first["total"] > 100
    publish(town, tmp_path, seed=2)
    assert verified(town, number)["verified"]
    town.stop()
    town.start()
    assert verified(town, number)["verified"]
    told = json.loads(town.run("audit", "derive", "--json", check=False))
    assert number not in [each["number"] for each in told["listed"]]
    assert told["submissions"] > 0
    assert not any("finding" in log for log in told["logs"])


_ONE_BYTE = """
update events set raw = set_byte(raw, length(raw) / 2, get_byte(raw, length(raw) / 2) # 1)
where position = $1
"""


@pytest.mark.parametrize("log", ["hazards", "registry", "reporting"])
def test_one_byte_changed_by_a_superuser_is_reported_with_its_position(town: Deployment, log: str) -> None:
    number = signed(town, {"hazards": "2", "registry": "3", "reporting": "4"}[log])
    office = person(town, "safety_office")
    accepting = {"Idempotency-Key": f"accept {number}"}
    office.post(f"{CAMPAIGN}/review/acceptances", json={"numbers": [number]}, headers=accepting)
    office.get(f"{CAMPAIGN}/submissions")
    execute(town, log, _ONE_BYTE, 2)
    try:
        answer = verified(town, number)
        assert not answer["verified"]
        (finding,) = answer["findings"]
        assert (finding["copy"], finding["log"], finding["position"]) == ("log", log, 2)
    finally:
        execute(town, log, _ONE_BYTE, 2)
    assert verified(town, number)["verified"]


_OTHER_VILLAGE = """
update subjects set entries = convert_to(replace(convert_from(entries, 'utf8'), $1, $2), 'utf8')
where kind = 'unit'
"""


def test_a_row_changed_by_a_superuser_is_reported(town: Deployment) -> None:
    number = signed(town, "5")
    other = (
        "update subjects set entries = convert_to(replace(convert_from(entries, 'utf8'), $1, $2), 'utf8') "
    )
    execute(town, "reporting", other + "where kind = 'unit'", '"village":"v-dasheng"', '"village":"v-xx"')
    try:
        answer = verified(town, number)
        assert [(each["copy"], each["log"]) for each in answer["findings"]] == [("rows", "registry")]
    finally:
        execute(town, "reporting", _OTHER_VILLAGE, '"village":"v-xx"', '"village":"v-dasheng"')
    assert verified(town, number)["verified"]


_OTHER_BEGINNING = """
update subjects set entries = convert_to($2 || substr(convert_from(entries, 'utf8'), 2), 'utf8')
where kind = 'organisation' and left(convert_from(entries, 'utf8'), 1) = $1
"""


def test_a_row_that_cannot_be_read_is_reported(town: Deployment) -> None:
    number = signed(town, "final")
    execute(town, "reporting", _OTHER_BEGINNING, "[", "x")
    try:
        (finding,) = verified(town, number)["findings"]
        assert (finding["copy"], finding["log"], finding["position"]) == ("rows", "registry", 1)
    finally:
        execute(town, "reporting", _OTHER_BEGINNING, "x", "[")
    assert verified(town, number)["verified"]


def test_what_may_still_arrive_is_told_before_signing(town: Deployment) -> None:
    officer = person(town, "officer", FILER)
    assert officer.get(f"{CAMPAIGN}/periods/6/{FILER}").json()["waiting"] == 0
    data = {"hazard_id": "h-waits", "unit_id": "u-nobody", "by": FILER, "severity": "general"}
    fact = {
        "specversion": "1.0", "id": "w-1", "source": "/test", "type": "hazard.found",
        "time": "2024-12-01T09:00:00+08:00", "data": {**data, "description": "消防通道堵塞"},
    }  # fmt: skip
    (receipt,) = officer.post("/hazards/facts", json=[fact]).json()
    assert receipt["outcome"] == "waiting", receipt
    assert officer.get(f"{CAMPAIGN}/periods/6/{FILER}").json()["waiting"] == 1
    other = person(town, "officer", "d-pingan")
    assert other.get(f"{CAMPAIGN}/periods/6/d-pingan").json()["waiting"] == 0


def test_an_operator_rotates_and_revokes_keys(town: Deployment) -> None:
    """What was signed with the old one is still verified; what the revoked one signed since is not."""
    before = signed(town, "6")
    assert "new key" in town.run("signing-keys", "rotate")
    deadline = time.monotonic() + PATIENCE
    while len(keys := json.loads(town.run("signing-keys", "list", "--json"))["keys"]) < 2:
        assert time.monotonic() < deadline, keys
        time.sleep(0.2)
    after = signed(town, "7")
    assert verified(town, before)["verified"]
    assert verified(town, after)["verified"]
    private = DataFolder(town.data).signing_keys_of("reporting")
    assert private.stat().st_mode & 0o077 == 0
    town.run("signing-keys", "revoke", keys[1]["id"], "--from", keys[1]["valid_from"], "--reason", "外泄")
    assert verified(town, before)["verified"]
    (finding,) = verified(town, after)["findings"]
    assert (finding["copy"], finding["what"]) == ("submission", "key")
    town.run("signing-keys", "rotate")  # others may sign after this
    while len(json.loads(town.run("signing-keys", "list", "--json"))["keys"]) < 3:
        assert time.monotonic() < deadline, keys
        time.sleep(0.2)


def test_only_auditors_and_operators_verify(town: Deployment) -> None:
    officer = person(town, "officer", FILER)
    answer = officer.get(f"{CAMPAIGN}/submissions/1-{FILER}-1/verify")
    assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")
