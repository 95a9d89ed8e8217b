"""`paicha verify-paper`: from photograph, PDF or text to its outcome, without network and database."""

import json
import socket
from pathlib import Path
from typing import Any

import pytest

from deploy.cli import run
from tests.deploy.papers.photographs import photographs, printed
from tests.reporting.paper.papers import OTHER_KEY, answer, coded, key, keys_file


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: Any, **__: Any) -> None:
        raise AssertionError("no network")

    monkeypatch.setattr(socket, "socket", refused)
    for name in ("PAICHA_URL", "PAICHA_TOKEN", "PAICHA_DATA"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def keys(tmp_path: Path) -> str:
    file = tmp_path / "keys.json"
    file.write_bytes(keys_file())
    return str(file)


def saved(tmp_path: Path, name: str, content: bytes) -> str:
    (tmp_path / name).write_bytes(content)
    return str(tmp_path / name)


def test_a_photograph_of_a_form(tmp_path: Path, keys: str, capsys: pytest.CaptureFixture[str]) -> None:
    (taken,) = photographs(printed(answer("annex-4", whole=False)), 1)
    assert run(["verify-paper", saved(tmp_path, "a.jpg", taken), "--keys", keys]) == 0
    shown = capsys.readouterr().out
    assert "签名有效" in shown
    assert "回执号 2024-3-07　签报时间 2024-12-30 17:52:03" in shown
    assert "第3期（截至12月30日）" in shown
    assert all(str(figure) in shown for figure in range(100, 110))
    assert "逐格与纸面核对" in shown


def test_the_pdf_of_a_sheet_is_compared(
    tmp_path: Path, keys: str, capsys: pytest.CaptureFixture[str]
) -> None:
    file = saved(tmp_path, "a.pdf", printed(answer("annex-3")))
    assert run(["verify-paper", file, "--keys", keys]) == 0
    shown = capsys.readouterr().out
    assert "逐格一致" in shown
    assert "平安法治办（未报送）" in shown
    assert "12.345678" in shown


def test_a_changed_pdf_differs_and_says_where(
    tmp_path: Path, keys: str, capsys: pytest.CaptureFixture[str]
) -> None:
    of, shown = answer("annex-4", whole=False), answer("annex-4", whole=False)
    shown["rows"][0]["cells"]["hazards_closed"] = 999
    file = saved(tmp_path, "a.pdf", printed(shown, coded(of)))
    assert run(["verify-paper", file, "--keys", keys]) == 1
    assert "明月村 › 隐患总数·已整改（条）：纸面 999，签名 106" in capsys.readouterr().out
    assert run(["verify-paper", file, "--keys", keys, "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert told["valid"] is True
    assert told["differences"] == [
        {"where": "明月村 › 隐患总数·已整改（条）", "printed": "999", "signed": "106"}
    ]


def test_the_codes_of_a_sheet_as_texts_are_needed_all(keys: str, capsys: pytest.CaptureFixture[str]) -> None:
    first, second = coded(answer("annex-4"))
    assert run(["verify-paper", second, first, "--keys", keys, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["report"]["number"], len(told["report"]["rows"])) == ("2024-3-07", 18)
    assert told["report"]["totals"] == answer("annex-4")["totals"]
    assert run(["verify-paper", first, "--keys", keys, "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["code"] == "parts_missing"
    other = coded(answer("annex-4"), number="2024-3-08")[1]
    assert run(["verify-paper", first, other, "--keys", keys, "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["code"] == "parts_disagree"


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (key(OTHER_KEY), "wrong_signature"),
        (key(id="2023"), "unknown_key"),
        (key(revoked_from="2025-01-01T00:00:00Z"), "key_revoked"),
    ],
)
def test_a_key_that_does_not_stand_for_it(
    given: dict[str, Any], code: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = saved(tmp_path, "keys.json", keys_file(given))
    (text,) = coded(answer("annex-4", whole=False))
    assert run(["verify-paper", text, "--keys", file]) == 1
    said = capsys.readouterr()
    assert said.out == "签名无效\n"
    assert "100" not in said.err
    assert run(["verify-paper", text, "--keys", file, "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["code"] == code


def test_a_changed_payload_shows_no_figures(keys: str, capsys: pytest.CaptureFixture[str]) -> None:
    (text,) = coded(answer("annex-4", whole=False))
    place = len(text) // 2
    changed = text[:place] + ("A" if text[place] != "A" else "B") + text[place + 1 :]
    assert run(["verify-paper", changed, "--keys", keys]) == 1
    assert capsys.readouterr().out == "签名无效\n"


def test_another_code_or_none_in_the_picture(
    tmp_path: Path, keys: str, capsys: pytest.CaptureFixture[str]
) -> None:
    of = answer("annex-4", whole=False)
    codes = [*coded(of), "https://example.com/follow-us"]
    assert run(["verify-paper", saved(tmp_path, "a.pdf", printed(of, codes)), "--keys", keys]) == 0
    capsys.readouterr()
    for codes, code in (([], "no_code"), (["https://example.com/"], "not_a_payload")):
        file = saved(tmp_path, "b.pdf", printed(of, codes))
        assert run(["verify-paper", file, "--keys", keys, "--json"]) == 1
        assert json.loads(capsys.readouterr().out)["code"] == code


def test_wrong_usage(tmp_path: Path, keys: str) -> None:
    text = coded(answer("annex-4", whole=False))[0]
    assert run(["verify-paper", "--keys", keys]) == 2
    assert run(["verify-paper", text]) == 2
    assert run(["verify-paper", text, "--keys", str(tmp_path / "none.json")]) == 2
    assert run(["verify-paper", text, "--keys", saved(tmp_path, "x.json", b"{}")]) == 2
    assert run(["verify-paper", str(tmp_path / "none.jpg"), "--keys", keys]) == 2
    assert run(["verify-paper", saved(tmp_path, "x.jpg", b"no picture"), "--keys", keys]) == 2
    assert run(["verify-paper", saved(tmp_path, "x.pdf", b"%PDF-1.7 no more"), "--keys", keys]) == 2
