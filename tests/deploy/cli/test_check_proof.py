"""`paicha audit check-proof` on its own: which keys it takes, and how it ends."""

import json
from pathlib import Path
from typing import Any

import pytest

from deploy.cli import run
from tests.sealing.test_proofs import EVENTS, of_first, proof_of

KEY = str(of_first(9).signer)


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    proof, event = tmp_path / "hazards-4.tlog-proof", tmp_path / "hazards-4.json"
    proof.write_text(proof_of(3, 9).text, "utf-8")
    event.write_bytes(EVENTS[3])
    return [str(proof), str(event)]


def keys_document(folder: Path, **more: Any) -> str:
    file = folder / "keys.json"
    file.write_text(json.dumps({"keys": [{"id": "k", "verifier": KEY, **more}]}))
    return str(file)


def check(files: list[str], *arguments: str) -> int:
    return run(["audit", "check-proof", *files, *arguments])


def test_by_a_key_and_by_a_file_of_keys(files: list[str], tmp_path: Path) -> None:
    assert check(files, "--key", KEY) == 0
    assert check(files, "--keys", keys_document(tmp_path)) == 0
    assert check(files, "--keys", keys_document(tmp_path, revoked_from=None)) == 0


def test_it_says_by_when(files: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert check(files, "--key", KEY) == 0
    said = capsys.readouterr().out
    assert "最迟在 2024-12-02T09:00:00.123456Z" in said
    assert "by 2024-12-02T09:00:00.123456Z this event stood in the log" in said
    event = json.loads(EVENTS[3])
    assert f"fact       {event['factid']} · {event['factsource']} · {event['publisher']}\n" in said


def test_a_revoked_key_proves_nothing(
    files: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A checkpoint says itself when it was sealed, and whoever has the key may say anything."""
    revoked = keys_document(tmp_path, revoked_from="2025-01-01T00:00:00.000000Z")
    assert check(files, "--keys", revoked) == 1
    assert "(unknown_key)" in capsys.readouterr().err


def test_what_is_altered_ends_with_1(files: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    Path(files[1]).write_bytes(EVENTS[3] + b"\n")
    assert check(files, "--key", KEY) == 1
    said = capsys.readouterr()
    assert "证明无效" in said.out
    assert "(not_in_tree)" in said.err


def test_wrong_usage_ends_with_2(files: list[str], tmp_path: Path) -> None:
    (tmp_path / "no-keys.json").write_text("[]")
    assert check(files) == 2
    assert check(files, "--key", KEY[:-2]) == 2
    assert check(files, "--keys", str(tmp_path / "no-keys.json")) == 2
    assert check([files[0], str(tmp_path / "missing")], "--key", KEY) == 2
