"""`paicha archive verify` says the same on a terminal, in a pipe and as JSON, and ends as it says."""

import json
import shutil
from pathlib import Path

import pytest

from deploy.cli import run
from shared.canonical import canonical
from tests.archive.tampering import rewritten, with_raw
from tests.support.archives import KEY, OTHER_KEY, events, write_archive

RAWS = events(30)


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    write_archive(tmp_path / "archive" / "hazards", RAWS, (10,))
    write_archive(tmp_path / "archive" / "registry", events(5, log="registry"))
    write_archive(tmp_path / "archive" / "reporting", events(2, log="reporting"))
    (tmp_path / "keys.json").write_bytes(canonical({"keys": [{"public_key": KEY.public}]}))
    (tmp_path / "other.json").write_bytes(canonical({"keys": [{"public_key": OTHER_KEY.public}]}))
    return tmp_path / "archive"


def verify(*arguments: object) -> int:
    return run(["archive", "verify", *map(str, arguments)])


def test_several_logs_and_one(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert verify(archive, "--keys", archive.parent / "keys.json", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["whole"], told["keys_compared"]) == (True, True)
    assert {log: each["events"] for log, each in told["archives"].items()} == {
        "registry": 5,
        "hazards": 30,
        "reporting": 2,
    }
    assert told["missing"] == []
    assert verify(archive / "hazards") == 0
    said = capsys.readouterr().out
    assert "30/30" in said
    assert f"{KEY.id}（未与密钥文件核对 not compared" in said


def test_the_first_bad_position_is_named(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rewritten(archive / "hazards", 0, with_raw(4, lambda raw: raw.replace("被堵", "畅通")))
    assert verify(archive) == 1
    assert "at 5: the bytes here are not those that were recorded" in capsys.readouterr().out
    assert verify(archive, "--json") == 1
    (finding,) = json.loads(capsys.readouterr().out)["archives"]["hazards"]["findings"]
    assert (finding["position"], finding["what"]) == (5, "hash")
    assert verify(archive / "hazards", "--from", 11) == 0


def test_a_log_that_was_taken_away(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.rmtree(archive / "hazards")
    assert verify(archive) == 1
    assert "hazards: 此处没有该日志的归档" in capsys.readouterr().out
    assert verify(archive, "--json") == 1
    told = json.loads(capsys.readouterr().out)
    assert (told["whole"], told["missing"]) == (False, ["hazards"])


def test_another_log_in_a_log_s_folder(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.rmtree(archive / "hazards")
    shutil.copytree(archive / "registry", archive / "hazards")
    assert verify(archive, "--json") == 1
    told = json.loads(capsys.readouterr().out)["archives"]
    assert [finding["what"] for finding in told["hazards"]["findings"]] == ["other_log"]
    assert told["registry"]["findings"] == []


def test_another_key(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert verify(archive, "--keys", archive.parent / "other.json") == 1
    assert "signed with a key that the file of keys does not have" in capsys.readouterr().out


@pytest.mark.parametrize(
    "arguments",
    [("archive", "--from", 3), ("archive/hazards", "--from", 0), (".",), ("archive", "--keys", "none.json")],
)
def test_wrong_usage_ends_with_2(
    arguments: tuple[object, ...], archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(archive.parent)
    assert verify(*arguments) == 2
