"""An operator exports the archives, loses every database, and has the logs back from archives and streams."""

import json
import shutil
from pathlib import Path
from typing import Any

import httpx
import pytest

from deploy.embedded.folder import DataFolder
from tests.deploy.deployments import eventually
from tests.e2e.deployment import Deployment, deployed
from tests.e2e.facts import closed, found, new_id, unit

pytestmark = pytest.mark.timeout(1800)
LOGS = ("registry", "hazards", "reporting")


def story(count: int) -> list[dict[str, Any]]:
    """A unit and its hazards, every other one closed."""
    shop = unit(new_id("unit"))
    hazards = [found(new_id("hazard"), shop["data"]["unit_id"]) for _ in range(count)]
    return [shop, *hazards, *(closed(each["data"]["hazard_id"]) for each in hazards[::2])]


def send(deployment: Deployment, facts: list[dict[str, Any]]) -> None:
    """Again until all are accepted: hazards hears of the unit a moment later."""
    office = deployment.account("safety_office")

    def accepted(service: str) -> bool:
        own = [fact for fact in facts if fact["type"].startswith("unit.") == (service == "registry")]
        outcomes = {receipt["outcome"] for receipt in office.post_all(service, own)}
        return outcomes <= {"accepted", "duplicate"}

    for service in ("registry", "hazards"):
        eventually(lambda: accepted(service))  # noqa: B023 - called within this turn


def figures(deployment: Deployment) -> dict[str, Any]:
    form = deployment.account("safety_office").get("/reporting/campaigns/dasheng-2024-winter/annex-3")
    return {name: form[name] for name in ("digest", "positions", "rows", "totals")}


def verified(deployment: Deployment, folder: Path) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(deployment.alone("archive", "verify", folder, "--json"))
    return told


def test_logs_come_back_from_archives_and_streams(tmp_path: Path) -> None:
    with deployed(tmp_path) as deployment:
        early, late = story(40), story(20)
        send(deployment, early)
        told = json.loads(deployment.run("audit", "export", "--to", tmp_path / "out", "--json"))
        assert told["whole"], told
        archived = {log: told["logs"][log]["archived"] for log in LOGS}
        whole = verified(deployment, tmp_path / "out")
        assert whole["whole"], whole
        assert {log: whole["archives"][log]["position"] for log in LOGS} == archived
        check_refused_while_running(deployment, tmp_path)
        send(deployment, late)
        eventually(lambda: figures(deployment)["positions"]["hazards"] > archived["hazards"])
        before = figures(deployment)
        deployment.stop()
        check_refused_of_another_or_damaged(deployment, tmp_path)

        shutil.rmtree(DataFolder(deployment.data).postgres)
        for log in LOGS:
            back = json.loads(deployment.run("archive", "restore", log, "--from", tmp_path / "out", "--json"))
            assert (back["archived"], back["verdict"]) == (archived[log], "equal"), back
        deployment.start()
        eventually(lambda: figures(deployment) == before)
        office = deployment.account("safety_office")
        again = office.post_all("hazards", [fact for fact in early + late if fact["type"] == "hazard.found"])
        assert {receipt["outcome"] for receipt in again} == {"duplicate"}
        send(deployment, story(2))
        assert json.loads(deployment.run("audit", "export", "--to", tmp_path / "out", "--json"))["whole"]
        assert verified(deployment, tmp_path / "out")["whole"]


def check_refused_while_running(deployment: Deployment, folder: Path) -> None:
    running = deployment.refused("archive", "restore", "hazards", "--from", folder / "out")
    assert "in use by another paicha up" in running
    reporter = deployment.account("reporter", "v-mingyue")
    assert reporter.client.get("/hazards/archive").status_code == httpx.codes.FORBIDDEN
    (folder / "full" / "hazards").mkdir(parents=True)
    (folder / "full" / "hazards" / "letter.txt").write_text("mine")
    assert "Nothing is overwritten" in deployment.refused("audit", "export", "--to", folder / "full")


def check_refused_of_another_or_damaged(deployment: Deployment, folder: Path) -> None:
    another = deployment.refused("archive", "restore", "registry", "--from", folder / "out" / "hazards")
    assert "the archive is of hazards" in another
    damaged = shutil.copytree(folder / "out" / "hazards", folder / "damaged")
    file = next(damaged.glob("*.parquet"))
    file.write_bytes(file.read_bytes()[:-20])
    assert "not whole" in deployment.refused("archive", "restore", "hazards", "--from", damaged)
