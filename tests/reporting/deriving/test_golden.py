"""Whatever was ever signed comes out the same: golden logs, which no version may count otherwise."""

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from deploy.cli import run
from services.reporting.counting.columns import FILER_KINDS, columns_of
from services.reporting.counting.policy import POLICIES
from shared.events.catalogue import LOG_EVENTS
from tests.reporting.deriving.altered import FIRST, GOLDEN, events

FOLDERS = sorted(path for path in GOLDEN.iterdir() if path.is_dir())


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_nothing_that_was_signed_would_come_out_otherwise(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = run(["audit", "derive", "--logs", str(folder), "--json"])
    told = json.loads(capsys.readouterr().out)
    assert (code, told["listed"], told["equal"]) == (0, [], True), (
        "What people signed would come out otherwise. A counting rule that changes figures is a new policy; "
        "see docs/development.md."
    )
    types = [event["type"] for event in events(folder, "reporting")]
    assert told["submissions"] == types.count("submission.signed") > 0
    assert told["consolidations"] == types.count("consolidation.signed") > 0


def contents() -> list[dict[str, Any]]:
    return [
        event["data"]
        for folder in FOLDERS
        for event in events(folder, "reporting")
        if event["type"] == "submission.signed"
    ]


def test_every_column_counts_something_in_them() -> None:
    counted: dict[str, set[str]] = defaultdict(set)
    for content in contents():
        counted[content["annex"]] |= {column for column, value in content["figures"].items() if value}
    for annex in FILER_KINDS:
        missing = {column.key for column in columns_of(annex)} - counted[annex]
        assert not missing, f"make another golden folder that counts {missing} (make_golden.py)"


def test_every_policy_is_in_them() -> None:
    missing = POLICIES.keys() - {content["policy"] for content in contents()}
    assert not missing, f"make another golden folder signed under {missing} (make_golden.py)"


def test_they_hold_whatever_may_happen_to_a_report() -> None:
    said = {name for content in contents() for name, value in content.items() if value}
    usual = {"falls", "unchanged", "late_reason", "on_behalf", "corrects", "warnings", "remarks", "review"}
    assert said >= usual | {"narrative"}
    told = events(FIRST, "reporting")
    never = {event.type for event in LOG_EVENTS["reporting"]} - {event["type"] for event in told}
    assert never == set()
    sheets = [event["data"] for event in told if event["type"] == "consolidation.signed"]
    for annex in FILER_KINDS:
        of_annex = [sheet for sheet in sheets if sheet["annex"] == annex]
        assert any("figures" not in row for sheet in of_annex for row in sheet["rows"]), "a missing filer"
        assert any(sheet["edition"] == 2 for sheet in of_annex)


def test_two_towns_with_the_same_ids_and_other_figures_are_in_them() -> None:
    figures: dict[str, dict[str, Any]] = defaultdict(dict)
    for event in events(FIRST, "reporting"):
        if event["type"] == "submission.signed":
            named = f"{event['data']['campaign_id']} {event['data']['number']}"
            figures[event["township"]][named] = event["data"]["figures"]
    one, other = figures.values()
    assert one.keys() == other.keys()
    assert one != other
