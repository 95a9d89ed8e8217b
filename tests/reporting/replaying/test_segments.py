"""The archives that services write are replayed as a folder of their logs is."""

import json
from pathlib import Path
from shutil import rmtree

import pytest

from deploy.cli import run
from tests.reporting.replaying.archives import raws_of
from tests.reporting.replaying.test_form import told
from tests.reporting.state_digests.altering import altered, changed
from tests.reporting.story import CAMPAIGN, TOWN
from tests.support.archives import write_archive
from tests.support.simulated_logs import write_logs

NAMED = ["--campaign", CAMPAIGN, "--township", TOWN]


@pytest.fixture
def segments(tmp_path: Path) -> Path:
    for log, raws in raws_of(told()).items():
        write_archive(tmp_path / "archive" / log, raws, cuts=(len(raws) // 3, len(raws) // 2), at_once=7)
    return tmp_path / "archive"


@pytest.fixture
def lines(tmp_path: Path) -> Path:
    return write_logs(tmp_path / "logs", raws_of(told()))


@pytest.mark.parametrize(
    "command",
    [
        ["replay", "annex-3", "--format", "json"],
        ["replay", "annex-4", "--format", "json", "--positions", "registry:45,hazards:33"],
        ["step", "--at", "registry:40,hazards:33", "--count", "40", "--json"],
    ],
)
def test_as_of_the_logs_themselves(
    segments: Path, lines: Path, command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    said = []
    for archive in (segments, lines):
        assert run(["audit", *command, *NAMED, "--from", str(archive)]) == 0
        said.append(capsys.readouterr().out)
    assert said[0] == said[1]
    assert json.loads(said[0].splitlines()[0])


def test_two_archives_are_bisected(
    segments: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "other"
    for log, raws in raws_of(told()).items():
        write_archive(other / log, altered(raws, changed(41)) if log == "hazards" else raws)
    assert run(["audit", "bisect", str(segments), str(segments)]) == 0
    assert run(["audit", "bisect", str(segments), str(other), "--json"]) == 1
    found = json.loads(capsys.readouterr().out.splitlines()[-1])["difference"]
    assert (found["what"], found["a"]) == ("bytes", {"log": "hazards", "position": 41})


def test_what_is_wrong_with_one(segments: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = ["audit", "replay", "annex-3", *NAMED, "--from"]
    assert run([*command, str(segments / "hazards")]) == 2
    assert "(not_an_archive)" in capsys.readouterr().err
    manifest = segments / "registry" / "manifest.json"
    manifest.write_bytes(manifest.read_bytes().replace(b'"registry"', b'"regristy"'))
    assert run([*command, str(segments)]) == 1
    assert "(archive_broken)" in capsys.readouterr().err
    rmtree(segments / "registry")
    assert run([*command, str(segments)]) == 2
    assert "(log_missing)" in capsys.readouterr().err


def test_an_altered_segment(segments: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first = min((segments / "hazards").glob("*.parquet"))
    first.write_bytes(first.read_bytes()[:-9] + b"x" * 9)
    assert run(["audit", "replay", "annex-3", *NAMED, "--from", str(segments)]) == 1
    assert "(archive_broken)" in capsys.readouterr().err
