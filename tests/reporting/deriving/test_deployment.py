"""Deriving what was signed on a running deployment: read from its streams, and kept as a folder of logs."""

import asyncio
import json
from pathlib import Path

import pytest

from deploy.cli import run
from shared.bus.users import PROVISIONER
from shared.relay.stored_bytes import read_stored
from tests.reporting.consolidation.sheets import both_accepted, consolidate
from tests.reporting.story import TOWN
from tests.reporting.submissions.office import Office
from tests.reporting.telling import found
from tests.reporting.two_towns import ELSEWHERE
from tests.support.relaying import eventually


@pytest.fixture
async def signed(office: Office, monkeypatch: pytest.MonkeyPatch) -> Office:
    """Of both towns, and facts after it."""
    for township in (ELSEWHERE, TOWN):
        office.township = township
        await both_accepted(office)
        await consolidate(office)
    found(office.reporting.story, "later", "12-13")
    await office.publish()
    await eventually(lambda: office.reporting.app.state.relay.fence.told is None)
    monkeypatch.setenv("PAICHA_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("PAICHA_NATS_URL", office.reporting.bus.url)
    monkeypatch.setenv("PAICHA_NATS_PROVISIONER_PASSWORD", office.reporting.bus.password)
    return office


def named_like_kept(folder: Path) -> list[str]:
    return [each.name for each in folder.glob("*kept*")]


def said(capsys: pytest.CaptureFixture[str], about: str) -> str:
    """By the command: the service in the same process writes its log there too."""
    (line,) = [line for line in capsys.readouterr().out.splitlines() if about in line]
    return line


async def derive(*more: str) -> int:
    return await asyncio.to_thread(run, ["audit", "derive", *more])


@pytest.mark.usefixtures("signed")
async def test_what_was_signed_is_derived_from_the_streams(capsys: pytest.CaptureFixture[str]) -> None:
    assert await derive("--json") == 0
    told = json.loads(said(capsys, '"equal"'))
    assert (told["submissions"], told["consolidations"], told["equal"]) == (4, 2, True)
    assert [log["log"] for log in told["logs"]] == ["reporting", "registry", "hazards"]


async def test_a_saved_folder_holds_exactly_the_stored_bytes(
    signed: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = tmp_path / "kept"
    assert await derive("--save", str(kept)) == 0
    first = said(capsys, "0 differ")
    assert "4 submissions, 2 consolidated sheets" in first
    provisioner = await signed.reporting.bus.connect(PROVISIONER)
    for log in ("registry", "hazards", "reporting"):
        lines = (kept / f"{log}.jsonl").read_bytes().splitlines()
        assert lines == (await read_stored(provisioner, log, 1))[: len(lines)]
        assert lines
    assert (kept.stat().st_mode & 0o077, named_like_kept(tmp_path)) == (0, ["kept"])
    assert await derive("--logs", str(kept)) == 0
    assert said(capsys, "0 differ") == first


@pytest.mark.usefixtures("signed")
async def test_nothing_is_overwritten(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "kept").mkdir()
    assert await derive("--save", str(tmp_path / "kept")) == 2
    assert "nothing is overwritten" in capsys.readouterr().err
    assert list((tmp_path / "kept").iterdir()) == []
    assert await derive("--save", str(tmp_path / "no" / "such")) == 1
    assert "Could not write" in capsys.readouterr().err


@pytest.mark.usefixtures("signed")
async def test_what_cannot_be_read_leaves_no_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PAICHA_NATS_PROVISIONER_PASSWORD", "wrong")
    monkeypatch.setattr("deploy.publishing.connection._CONNECT_SECONDS", 0.3)
    assert await derive("--save", str(tmp_path / "kept")) == 1
    assert "provisioner" in capsys.readouterr().err
    assert named_like_kept(tmp_path) == []


@pytest.mark.parametrize("more", [("--save", "x"), ("--data", "x")])
def test_a_folder_of_logs_is_all_that_is_needed(
    more: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["audit", "derive", "--logs", str(tmp_path), *more]) == 2
    assert "--logs goes with neither" in capsys.readouterr().err


def test_a_folder_without_logs_is_told_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["audit", "derive", "--logs", str(tmp_path)]) == 2
    assert "registry.jsonl" in capsys.readouterr().err
