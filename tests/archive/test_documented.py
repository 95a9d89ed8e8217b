"""What docs/archive.md tells people to write does what the page says it does."""

import re
from pathlib import Path
from typing import Any

import pytest

from shared.events.envelope import event_hash
from tests.support.archives import TOWNS, events, write_archive

PAGE = (Path(__file__).parents[2] / "docs/archive.md").read_text("utf-8")
POLARS, DUCKDB, NAMED, CHAIN = re.findall(r"^```python\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
RAWS = events(100)


@pytest.fixture(autouse=True)
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_archive(tmp_path / "archive" / "hazards", RAWS, (40, 80))
    monkeypatch.chdir(tmp_path)


def ran(example: str) -> dict[str, Any]:
    names: dict[str, Any] = {}
    exec(example, names)
    return names


def test_polars() -> None:
    """Of one town, although the other uses the same ids."""
    of_one_town = sum(TOWNS[0].encode() in raw for raw in RAWS)
    assert of_one_town == 50
    assert ran(POLARS)["found"].rows() == [("general", of_one_town)]


def test_duckdb() -> None:
    (row,) = ran(DUCKDB)["answer"].fetchall()
    assert row[:2] == ("hazard.found", 100)
    assert (row[2].microsecond, row[3].microsecond) == (1, 100)


def test_the_files_of_the_manifest(capsys: pytest.CaptureFixture[str]) -> None:
    names = ran(NAMED)
    assert len(names["files"]) == 3
    assert names["log"].select("position").collect()["position"].to_list() == list(range(1, 101))
    assert "100" in capsys.readouterr().out


def test_the_chain_by_hand(capsys: pytest.CaptureFixture[str]) -> None:
    ran(CHAIN)
    assert capsys.readouterr().out.strip() == event_hash(RAWS[-1])
