"""People who sign on a whole deployment that facts were published to."""

import subprocess
from pathlib import Path
from typing import Any

import httpx

from deploy.embedded.folder import DataFolder
from deploy.embedded.issuer.tokens import token_for
from shared.facts.account import Person
from tests.e2e.deployment import PAICHA, PATIENCE, Deployment

CAMPAIGN = "/reporting/campaigns/dasheng-2024-winter"
FILER = "d-chanye"


def publish(deployment: Deployment, folder: Path, seed: int) -> None:
    facts = folder / f"facts-{seed}.jsonl"
    deployment.run("publish", simulated(facts, seed))


def simulated(facts: Path, seed: int) -> Path:
    command = [PAICHA, "simulate", "--seed", str(seed), "--units", "40", "--hazards", "60", "--out", facts]
    subprocess.run(command, check=True, capture_output=True, timeout=PATIENCE)
    return facts


def person(deployment: Deployment, role: str, organisation: str | None = None) -> httpx.Client:
    token = token_for(DataFolder(deployment.data), role, organisation, person=Person("王芳", "科员"))
    client = httpx.Client(
        base_url=deployment.url, headers={"authorization": f"Bearer {token}"}, timeout=PATIENCE
    )
    deployment.clients.append(client)
    return client


def signed(deployment: Deployment, period: str) -> str:
    officer = person(deployment, "officer", FILER)
    prepared = officer.get(f"{CAMPAIGN}/periods/{period}/{FILER}").json()
    report = {name: prepared["report"][name] for name in ("occurred_until", "positions", "digest")}
    body: dict[str, Any] = {"period": period, "filer": FILER, "report": report, "late_reason": "not_entered"}
    body["unchanged"] = prepared["unchanged"]
    body["fall_reasons"] = {fall["column"]: "复核" for fall in prepared["falls"]}
    answer = officer.post(f"{CAMPAIGN}/submissions", json=body, headers={"Idempotency-Key": f"k-{period}"})
    assert answer.status_code == httpx.codes.CREATED, answer.text
    number: str = answer.json()["number"]
    return number
