"""A running service gives the chain that its archive gives, and what its own tables say."""

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest

from deploy.cli import run
from shared.bus.users import PROVISIONER
from shared.relay.stored_bytes import read_stored
from tests.reporting.asking import asked
from tests.reporting.running import RunningReporting, over_http
from tests.reporting.state_digests.altering import altered, changed
from tests.reporting.story import TOWN
from tests.reporting.submissions.office import Office
from tests.reporting.two_towns import ELSEWHERE
from tests.support.relaying import eventually
from tests.support.simulated_logs import write_logs


async def digests(reporting: RunningReporting, township: str = TOWN, **more: Any) -> dict[str, Any]:
    async with asyncio.timeout(60):
        while True:
            answer = await asked(reporting, "GET", "/digests", "auditor", township=township, params=more)
            assert answer.status_code == 200, answer.text
            said: dict[str, Any] = answer.json()
            if said["state"] not in ("waiting", "running"):
                return said
            more.pop("again", None)
            await asyncio.sleep(0.05)


async def archived(office: Office, folder: Path) -> Path:
    """What its streams hold, its own too."""
    await eventually(lambda: office.reporting.app.state.relay.fence.told is None)
    provisioner = await office.reporting.bus.connect(PROVISIONER)
    logs = {log: await read_stored(provisioner, log, 1) for log in ("registry", "hazards", "reporting")}
    return write_logs(folder, logs)


async def bisected(
    capsys: pytest.CaptureFixture[str], *named: str, expected: int, every: int = 1000
) -> dict[str, Any]:
    capsys.readouterr()
    arguments = ["audit", "bisect", *named, "--every", str(every), "--json"]
    assert await asyncio.to_thread(run, arguments) == expected, capsys.readouterr().err
    line = [line for line in capsys.readouterr().out.splitlines() if '"equal"' in line][-1]
    found: dict[str, Any] = json.loads(line)
    return found


@pytest.fixture
def as_auditor(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    token = office.reporting.issuer.token(sub="auditor", role="auditor", township=TOWN)
    monkeypatch.setenv("PAICHA_TOKEN", token)


@pytest.mark.usefixtures("as_auditor")
async def test_equal_to_its_archive_and_different_from_an_altered_one(
    office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    await office.signed()
    archive = await archived(office, tmp_path / "logs")
    async with over_http(office.reporting) as reporting:
        url = str(reporting.client.base_url).removesuffix("/").removesuffix("/reporting")
        for every in (7, 1000):
            found = await bisected(capsys, url, str(archive), every=every, expected=0)
            assert (found["equal"], found["tables_differ"]) == (True, [])
            assert found["last"]["reporting"] > 0
        lines = (archive / "hazards.jsonl").read_bytes().splitlines()
        logs = {
            log: (archive / f"{log}.jsonl").read_bytes().splitlines() for log in ("registry", "reporting")
        }
        other = write_logs(tmp_path / "other", {**logs, "hazards": altered(lines, changed(5))})
        found = await bisected(capsys, url, str(other), expected=1)
        assert found["difference"]["what"] == "bytes"
        assert found["difference"]["a"] == found["difference"]["b"] == {"log": "hazards", "position": 5}


@pytest.mark.usefixtures("as_auditor")
async def test_tables_that_say_otherwise_are_told(
    office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = await digests(office.reporting)
    assert made["header"]["kept"] == made["blocks"][-1]["state"]
    async with office.owner() as owner:
        await owner.execute("update subjects set marks = '{}' where kind = 'hazard' and id = 'h1'")
    again = await digests(office.reporting, again="true")
    assert again["blocks"] == made["blocks"]
    assert again["header"]["kept"] != again["blocks"][-1]["state"]
    archive = await archived(office, tmp_path / "logs")
    async with over_http(office.reporting) as reporting:
        url = str(reporting.client.base_url).removesuffix("/").removesuffix("/reporting")
        found = await bisected(capsys, url, str(archive), expected=1)
        assert (found["equal"], found["tables_differ"], "difference" in found) == (False, ["a"], False)


async def test_page_by_page_and_the_same_for_auditors_of_every_town(office: Office) -> None:
    whole = await digests(office.reporting, every="9")
    pages: list[Any] = []
    after = 0
    while after is not None:
        page = await digests(office.reporting, ELSEWHERE, every="9", after=str(after), limit="2")
        pages += page["blocks"]
        after = page.get("next")
    assert pages == whole["blocks"]
    assert len(pages) > 4
    assert pages[-1]["events"] == whole["total"] == sum(whole["header"]["last"].values())


async def test_for_auditors_and_operators(office: Office, subtests: pytest.Subtests) -> None:
    for role, status in [
        ("auditor", 200),
        ("operator", 200),
        ("safety_office", 403),
        ("leader", 403),
        ("reporter", 403),
    ]:
        with subtests.test(role=role, status=status):
            assert (await asked(office.reporting, "GET", "/digests", role, "v-e")).status_code == status


async def test_a_stream_that_lost_something_is_told_so(office: Office) -> None:
    provisioner = await office.reporting.bus.connect(PROVISIONER)
    await provisioner.jetstream(timeout=30).delete_stream("HAZARDS")
    for _ in range(600):
        answer = await asked(office.reporting, "GET", "/digests", "operator")
        if answer.status_code != 200:
            break
        await asyncio.sleep(0.05)
    assert (answer.status_code, answer.json()["code"]) == (409, "stream_incomplete")
