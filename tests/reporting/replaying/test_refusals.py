"""What an archive can't answer is said in both languages, under a code and with the right exit code."""

import json
from collections.abc import Callable
from multiprocessing import active_children
from pathlib import Path

import pytest

from deploy.cli import run
from deploy.log_files.archive import FolderArchive
from deploy.log_files.read_ahead import ReadAhead
from shared.canonical import canonical
from tests.reporting.replaying.archives import raws_of
from tests.reporting.replaying.test_form import told
from tests.reporting.state_digests.altering import altered
from tests.reporting.story import CAMPAIGN, TOWN
from tests.support.simulated_logs import write_logs

NAMED = ["--campaign", CAMPAIGN, "--township", TOWN]


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    return write_logs(tmp_path / "logs", raws_of(told()))


@pytest.mark.parametrize(
    ("more", "exit_code", "code"),
    [
        (["--positions", "hazards:99999"], 2, "beyond_archive"),
        (["--positions", "hazards"], 2, "invalid_request"),
        (["--occurred-until", "yesterday"], 2, "invalid_request"),
        (["--recorded-until", "2099-01-01T00:00:00+08:00"], 1, "archive_not_final"),
        (["--policy", "9"], 1, "unknown_policy"),
        (["--filer", "d-nobody"], 1, "not_found"),
        (["--campaign", "summer"], 1, "not_found"),
        (["--township", "999999999"], 1, "not_found"),
    ],
)
def test_what_the_archive_does_not_hold(
    archive: Path, more: list[str], exit_code: int, code: str, capsys: pytest.CaptureFixture[str]
) -> None:
    named = [*NAMED]
    for option in more[::2]:
        if option in named:
            del named[named.index(option) : named.index(option) + 2]
    assert run(["audit", "replay", "annex-3", "--from", str(archive), *named, *more]) == exit_code
    assert f"({code})" in capsys.readouterr().err


@pytest.mark.parametrize("command", [["replay", "annex-3"], ["step"]])
def test_several_towns_and_campaigns(
    archive: Path, command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    for named, code in ((NAMED[:2], "choose_township"), (NAMED[2:], "choose_campaign")):
        assert run(["audit", *command, "--from", str(archive), *named]) == 2
        assert f"({code})" in capsys.readouterr().err


def _missing(archive: Path) -> None:
    (archive / "hazards.jsonl").unlink()


def _later_version(archive: Path) -> None:
    def alter(events: list[dict[str, object]]) -> None:
        events[30]["dataschema"] = "urn:paicha:hazard.found:99"

    _write(archive, altered((archive / "hazards.jsonl").read_bytes().splitlines(), alter))


def _one_byte(archive: Path) -> None:
    lines = (archive / "hazards.jsonl").read_bytes().splitlines()
    event = json.loads(lines[30])
    lines[30] = canonical({**event, "actor": "q"})
    _write(archive, lines)


def _one_less(archive: Path) -> None:
    lines = (archive / "hazards.jsonl").read_bytes().splitlines()
    _write(archive, lines[:30] + lines[31:])


def _no_event(archive: Path) -> None:
    with (archive / "hazards.jsonl").open("ab") as file:
        file.write(b"{}\n")


def _write(archive: Path, lines: list[bytes]) -> None:
    (archive / "hazards.jsonl").write_bytes(b"".join(line + b"\n" for line in lines))


@pytest.mark.parametrize(
    ("damage", "exit_code", "code", "position"),
    [
        (_missing, 2, "log_missing", ""),
        (_later_version, 1, "unknown_event", "31"),
        (_one_byte, 1, "archive_broken", "32"),
        (_one_less, 1, "archive_broken", "31"),
        (_no_event, 1, "archive_broken", ""),
    ],
)
@pytest.mark.parametrize(
    "command", [["replay", "annex-3", *NAMED], ["step", *NAMED], ["digests", "--out", "/dev/null"]]
)
def test_what_is_wrong_with_the_archive_itself(
    archive: Path,
    command: list[str],
    damage: Callable[[Path], None],
    exit_code: int,
    code: str,
    position: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    damage(archive)
    assert run(["audit", *command, "--from", str(archive)]) == exit_code
    said = capsys.readouterr().err
    assert f"({code})" in said
    assert position in said


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (["replay", "annex-3", "--from", "/nowhere"], "not_an_archive"),
        (["step", "--from", "/nowhere"], "not_an_archive"),
        (["digests", "--from", "/nowhere", "--out", "/dev/null"], "not_an_archive"),
        (["bisect", "/nowhere", "/nowhere"], "not_digests"),
    ],
)
def test_nothing_is_there(command: list[str], code: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["audit", *command]) == 2
    assert f"({code})" in capsys.readouterr().err


def test_a_deployment_takes_a_token(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("PAICHA_TOKEN", raising=False)
    assert run(["audit", "bisect", "http://127.0.0.1:9", "/nowhere"]) == 2
    assert "PAICHA_TOKEN" in capsys.readouterr().err


@pytest.mark.parametrize("suffix", ["xlsx", "docx"])
def test_as_a_document(archive: Path, suffix: str, tmp_path: Path) -> None:
    out = tmp_path / f"form.{suffix}"
    named = ["--from", str(archive), *NAMED, "--format", suffix, "--out", str(out)]
    assert run(["audit", "replay", "annex-3", *named]) == 0
    assert out.read_bytes()[:2] == b"PK"


def test_files_of_digests_are_compared(
    archive: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    written = []
    for name in ("a", "b"):
        written.append(str(tmp_path / name))
        assert run(["audit", "digests", "--from", str(archive), "--every", "9", "--out", written[-1]]) == 0
    assert run(["audit", "bisect", *written]) == 0
    assert "Equal up to there" in capsys.readouterr().out
    (tmp_path / "other").mkdir()

    def alter(events: list[dict[str, object]]) -> None:
        events[30]["actor"] = "q"

    other = write_logs(tmp_path / "other", raws_of(told()))
    _write(other, altered((archive / "hazards.jsonl").read_bytes().splitlines(), alter))
    assert run(["audit", "bisect", written[0], str(other)]) == 1
    said = capsys.readouterr().out
    assert "A: hazards 31" in said
    assert "of other bytes" in said


def test_read_ahead_is_the_same_archive(archive: Path) -> None:
    held, ahead = FolderArchive(archive), ReadAhead(FolderArchive(archive))
    for log in held.logs:
        last = held.last(log)
        assert (ahead.last(log), ahead.closed(log)) == (last, held.closed(log))
        for end in (0, 1, last):
            assert list(ahead.read(log, end)) == list(held.read(log, end))
    begun = ahead.read("hazards", 50)
    assert next(begun)[0] == 1
    del begun  # whoever reads no further leaves no process behind
    assert active_children() == []
