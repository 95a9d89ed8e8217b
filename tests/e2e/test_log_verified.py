"""`paicha audit verify` on a whole deployment: sound, and after somebody who owns the machine changed it."""

import json
import os
import subprocess
from collections.abc import Iterator

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


def findings(town: Deployment) -> dict[str, list[tuple[str, str, int]]]:
    """(part, check, position) by service; on a terminal, in a pipe and as JSON it is the same."""
    code, text = verify(town, "--json")
    services = json.loads(text)["services"]
    found = {
        service: [(each["part"], each["check"], each["position"]) for each in outcome["findings"]]
        for service, outcome in services.items()
    }
    plain_code, plain = verify(town)
    assert code == plain_code == (1 if any(found.values()) else 0)
    for outcomes in found.values():
        for _, check, position in outcomes:
            assert f"position {position}: " in plain
            assert f"({check})" in plain
    return {service: each for service, each in found.items() if each}


_BYTES = "update events set raw = $2 where position = $1 returning 1"


def test_before_the_first_there_is_none(town: Deployment) -> None:
    answer = person(town, "auditor").get("/registry/audit/verification")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_a_sound_deployment_is_verified(town: Deployment) -> None:
    assert findings(town) == {}


def test_a_byte_in_the_log_is_named_by_log_and_stream(town: Deployment) -> None:
    ((raw,),) = execute(town, "hazards", "select raw from events where position = 40")
    execute(town, "hazards", _BYTES, 40, raw.replace(b'"actororg":"', b'"actororg":"x', 1))
    try:
        assert findings(town) == {"hazards": [("log", "hash", 40), ("stream", "published", 40)]}
    finally:
        execute(town, "hazards", _BYTES, 40, raw)


def test_a_document_that_was_changed_or_lost_is_named(town: Deployment) -> None:
    folder = DataFolder(town.data).blobs_of("reporting")
    file = next(path for path in sorted(folder.glob("??/*")) if path.is_file())
    content = file.read_bytes()
    file.write_bytes(content + b" ")
    try:
        ((part, check, position),) = findings(town)["reporting"]
        assert (part, check) == ("files", "files")
        assert position > 0
        file.unlink()
        assert findings(town)["reporting"] == [(part, check, position)]
    finally:
        file.write_bytes(content)
    assert findings(town) == {}


@pytest.mark.parametrize("service", ["registry", "hazards", "reporting"])
def test_only_auditors_and_operators_verify(town: Deployment, service: str) -> None:
    for role in ("officer", "safety_office", "leader"):
        somebody = person(town, role, FILER) if role == "officer" else person(town, role)
        answer = somebody.post(f"/{service}/audit/verification")
        assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")
    assert person(town, "auditor").get(f"/{service}/audit/verification").status_code == 200
