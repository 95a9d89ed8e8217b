"""`paicha audit verify` on a whole deployment: sound, and after somebody who owns the machine changed it."""

import json
import os
import pty
import subprocess
from collections.abc import Iterator
from contextlib import suppress

import pytest

from deploy.embedded.folder import DataFolder
from tests.e2e.deployment import PAICHA, Deployment, deployed
from tests.e2e.signing import FILER, person, publish, signed
from tests.e2e.superuser import execute


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployment]:
    folder = tmp_path_factory.mktemp("verified")
    with deployed(folder) as deployment:
        publish(deployment, folder, seed=3)
        signed(deployment, "1")
        yield deployment


def verify(town: Deployment, *options: str) -> tuple[int, str]:
    command = [str(PAICHA), "audit", "verify", "--data", str(town.data), *options]
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=300, env={**os.environ}, check=False
    )
    return done.returncode, done.stdout


def on_a_terminal(town: Deployment, *options: str) -> tuple[int, str]:
    """Its output is one, and what is told on the way goes there too."""
    ours, theirs = pty.openpty()
    command = [str(PAICHA), "audit", "verify", "--data", str(town.data), *options]
    started = subprocess.Popen(command, stdout=theirs, stderr=theirs, stdin=theirs)
    os.close(theirs)
    told = b""
    with suppress(OSError):  # Linux says so at the end of a terminal
        while part := os.read(ours, 65_536):
            told += part
    os.close(ours)
    return started.wait(300), told.decode()


Each = list[tuple[str, str, int]]


def findings(town: Deployment, *options: str) -> dict[str, Each]:
    """(part, check, position) by service."""
    code, text = verify(town, "--json", *options)
    found = {
        service: [(each["part"], each["check"], each["position"]) for each in outcome["findings"]]
        for service, outcome in json.loads(text)["services"].items()
    }
    assert code == (1 if any(found.values()) else 0)
    return {service: each for service, each in found.items() if each}


def of_one(town: Deployment, service: str) -> Each:
    return findings(town, "--service", service).get(service, [])


_BYTES = "update events set raw = $2 where position = $1 returning 1"


def test_before_the_first_there_is_none(town: Deployment) -> None:
    answer = person(town, "auditor").get("/registry/audit/verification")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_all_of_a_sound_deployment_is_verified_and_the_rest_is_said(town: Deployment) -> None:
    town.run("audit", "export")
    code, text = verify(town, "--json")
    assert code == 0, text
    assert [each["passed"] for each in json.loads(text)["services"].values()] == [[], [], []]
    code, text = verify(town, "--from", "sealed", "--service", "reporting", "--json")
    reporting = json.loads(text)["services"]["reporting"]
    assert code == 0
    assert 0 < reporting["since"] <= reporting["position"]
    ((part, why),) = [tuple(each.values()) for each in reporting["passed"]]
    assert part == "figures"
    assert "figures were not compared" in why


def test_figures_that_the_events_do_not_lead_to_are_named(town: Deployment) -> None:
    ((township, campaign, place),) = execute(
        town,
        "reporting",
        "update cells set value = value + 1 where (township, campaign, place, column_key) = "
        "(select township, campaign, place, column_key from cells where column_key = 'hazards_found' "
        "and value > 0 limit 1) returning township, campaign, place",
    )
    try:
        ((part, check, position),) = of_one(town, "reporting")
        assert (part, check) == ("figures", "cells")
        assert position > 0
    finally:
        execute(
            town,
            "reporting",
            "update cells set value = value - 1 where township = $1 and campaign = $2 and place = $3 "
            "and column_key = 'hazards_found' returning 1",
            township, campaign, place,
        )  # fmt: skip


def test_a_checkpoint_that_is_gone_is_named(town: Deployment) -> None:
    folder = town.data / "seals" / "hazards"
    note = min(folder.glob("*.note"))
    content = note.read_bytes()
    note.unlink()
    try:
        assert of_one(town, "hazards") == [("seals", "checkpoint_missing", int(note.name[:12]))]
    finally:
        note.write_bytes(content)


def test_a_byte_in_the_log_is_named_by_log_and_stream(town: Deployment) -> None:
    ((raw,),) = execute(town, "hazards", "select raw from events where position = 40")
    execute(town, "hazards", _BYTES, 40, raw.replace(b'"actororg":"', b'"actororg":"x', 1))
    try:
        found = of_one(town, "hazards")
        assert [each for each in found if each[0] in ("log", "tree", "stream")] == [
            ("log", "hash", 40), ("tree", "leaves", 40), ("stream", "published", 40),
        ]  # fmt: skip
        assert ("seals", "sealed_root") in [each[:2] for each in found]
        of_hazards = ("--service", "hazards")
        for code, told in (verify(town, *of_hazards), on_a_terminal(town, *of_hazards)):
            assert code == 1
            for _, check, position in found:
                assert f"position {position}: " in told
                assert f"({check})" in told
    finally:
        execute(town, "hazards", _BYTES, 40, raw)


def test_a_document_that_was_changed_or_lost_is_named(town: Deployment) -> None:
    folder = DataFolder(town.data).blobs_of("reporting")
    file = next(path for path in sorted(folder.glob("??/*")) if path.is_file())
    content = file.read_bytes()
    file.write_bytes(content + b" ")
    try:
        ((part, check, position),) = of_one(town, "reporting")
        assert (part, check) == ("files", "files")
        assert position > 0
        file.unlink()
        assert of_one(town, "reporting") == [(part, check, position)]
    finally:
        file.write_bytes(content)
    assert of_one(town, "reporting") == []


@pytest.mark.parametrize("service", ["registry", "hazards", "reporting"])
def test_only_auditors_and_operators_verify(town: Deployment, service: str) -> None:
    for role in ("officer", "safety_office", "leader"):
        somebody = person(town, role, FILER) if role == "officer" else person(town, role)
        answer = somebody.post(f"/{service}/audit/verification")
        assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")
    # 404 where no other test of this file has begun one.
    assert person(town, "auditor").get(f"/{service}/audit/verification").status_code in (200, 404)
