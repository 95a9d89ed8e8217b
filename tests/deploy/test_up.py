"""`paicha up` from outside: sign in, processes killed one by one, stopped and started with all data."""

import json
import signal
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest

from deploy.servers.ports import free_port
from tests.deploy.deployments import KINDS, UNIT, eventually, pid_of
from tests.deploy.issuer.clients import form_of
from tests.deploy.processes import using
from tests.e2e.deployment import PATIENCE, Deployment


@pytest.fixture
def deployment(tmp_path: Path) -> Iterator[Deployment]:
    """With all its processes."""
    deployment = Deployment(tmp_path / "data", free_port(), {"PAICHA_SHADOW_HOURS": "24"})
    deployment.start()
    yield deployment
    deployment.stop()
    assert using(deployment.data) == []


def answers(deployment: Deployment, path: str) -> bool:
    try:
        return httpx.get(f"{deployment.url}{path}", timeout=5, verify=False).status_code == httpx.codes.OK
    except httpx.HTTPError:
        return False


NAME = "zhang@dasheng"


def chosen(deployment: Deployment, first: str) -> str:
    """At the page that the first password opens."""
    page = httpx.post(f"{deployment.url}/issuer/", data={"username": NAME, "password": first})
    password = "a long one of my own"
    form = form_of(page, "/issuer/password", 1) | {"new": password, "again": password}
    assert "请用新密码登录" in httpx.post(f"{deployment.url}/issuer/password", data=form).text
    return password


def persons_token(deployment: Deployment) -> str:
    """Of an account that is made while it runs."""
    made = deployment.run(
        *("accounts", "add", NAME, "--name", "演示甲", "--role", "reporter"),
        *("--organisation", "v-dasheng", "--json"),
    )
    form = {"username": NAME, "password": chosen(deployment, json.loads(made)["password"])}
    page = httpx.post(f"{deployment.url}/issuer/", data=form)
    answer = httpx.post(f"{deployment.url}/issuer/token", data=form)
    token = str(answer.json()["access_token"])
    assert page.status_code == httpx.codes.OK
    assert token[:40] in page.text
    return token


def test_signing_in(deployment: Deployment) -> None:
    page = httpx.get(f"{deployment.url}/", follow_redirects=True)
    assert page.url.path == "/registry/pages/sign-in"
    assert "大盛村 填报员" not in page.text
    organisations = f"{deployment.url}/registry/organisations"
    assert httpx.get(organisations).status_code == httpx.codes.UNAUTHORIZED
    token = persons_token(deployment)
    listed = httpx.get(organisations, headers={"authorization": f"Bearer {token}"})
    assert "v-dasheng" in {each["id"] for each in listed.json()["organisations"]}
    wrong = {"username": NAME, "password": "guess"}
    assert httpx.post(f"{deployment.url}/issuer/token", data=wrong).status_code == httpx.codes.BAD_REQUEST
    key = deployment.run("keys", "create", "--name", "board", "--role", "dashboard").strip()
    eventually(lambda: _taken(organisations, key))
    lines = [
        json.loads(line) for line in (deployment.data / "logs/issuer.log").read_text("utf-8").splitlines()
    ]
    told = [(line["outcome"], line["account"]) for line in lines if line["event"] == "sign_in"]
    assert told == [("to_choose", NAME), *[("success", NAME)] * 2, ("failure", NAME)]
    deployment.run("accounts", "disable", NAME)
    eventually(lambda: _refused(organisations, token))
    for kept in ("issuer/key.json", "issuer/accounts.json", "secrets/publishers/paicha", "nats/nats.conf"):
        assert stat.S_IMODE((deployment.data / kept).stat().st_mode) == 0o600
    assert not (deployment.data / "issuer/people.json").exists(), "seats are the demonstration's"


def _refused(address: str, token: str) -> bool:
    answer = httpx.get(address, headers={"authorization": f"Bearer {token}"})
    return answer.status_code == httpx.codes.UNAUTHORIZED


def _taken(address: str, key: str) -> bool:
    for headers in ({"x-api-key": key}, {"authorization": f"Bearer {key}"}):
        if httpx.get(address, headers=headers).status_code == httpx.codes.OK:
            return True
    return False


@pytest.mark.parametrize("kinds", [("postgres", "nats", "caddy", "issuer"), tuple(KINDS)[4:]])
def test_killed_processes_come_back(deployment: Deployment, kinds: tuple[str, ...]) -> None:
    for kind in kinds:
        killed = pid_of(deployment, kind)
        assert killed is not None, kind
        psutil.Process(killed).kill()
        eventually(lambda kind=kind, killed=killed: pid_of(deployment, kind) not in (None, killed))
    for service in ("registry", "hazards", "reporting", "notifications"):
        eventually(lambda service=service: answers(deployment, f"/{service}/health/ready"))


def test_starting_again_resumes(deployment: Deployment) -> None:
    first = posted(deployment)
    for ending in (signal.SIGINT, signal.SIGKILL, signal.SIGTERM):
        assert deployment.process is not None
        deployment.process.send_signal(ending)
        code = deployment.process.wait(PATIENCE)
        assert code == (-signal.SIGKILL if ending == signal.SIGKILL else 0)
        eventually(lambda: using(deployment.data) == [])
        deployment.process = None
        deployment.start()
    again = posted(deployment)
    assert again["outcome"] == "duplicate"
    assert again["events"] == first["events"]


def posted(deployment: Deployment) -> dict[str, Any]:
    office = deployment.account("safety_office")
    with office.client:
        return office.post("registry", UNIT)[0]
