"""Steps lead from the form before to the form after, cell by cell, and say why as a difference does."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deploy.cli import run
from services.reporting.counting.columns import COLUMN
from services.reporting.counting.policy import POLICIES
from services.reporting.differences.explaining import explained
from services.reporting.differences.frame import Cell
from services.reporting.differences.report import Report
from services.reporting.differences.scope import Scope
from services.reporting.forms.documents.money import shown as as_shown
from services.reporting.replaying.archive import Archive
from services.reporting.replaying.extent import extent_of
from services.reporting.replaying.form import Asked, replayed_form
from services.reporting.replaying.stepping import steps_of
from services.reporting.replaying.steps import Step
from services.reporting.replaying.town import replayed_town
from shared.instant import microseconds
from tests.reporting.replaying.archives import archive_of, raws_of
from tests.reporting.replaying.test_form import told
from tests.reporting.story import CAMPAIGN, TOWN, Story
from tests.reporting.two_towns import ELSEWHERE
from tests.support.simulated_logs import write_logs

STORY = told()
LAST = STORY.positions
OPENED = max(event.position for event in STORY.logs["registry"] if event.type == "campaign.opened")
STARTS = st.fixed_dictionaries(
    {"registry": st.integers(OPENED, LAST["registry"]), "hazards": st.integers(0, LAST["hazards"])}
)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    return archive_of(tmp_path_factory.mktemp("steps") / "logs", raws_of(STORY))


def asked(annex: str, township: str, positions: Mapping[str, int]) -> Asked:
    named = ",".join(f"{log}:{position}" for log, position in positions.items())
    return Asked(annex, CAMPAIGN, township, None, {"positions": named})


def cells(archive: Archive, township: str, positions: Mapping[str, int]) -> dict[Cell, Any]:
    found = {}
    for annex in ("annex-3", "annex-4"):
        form: Any = replayed_form(archive, asked(annex, township, positions))
        rows = {row["filer"]["id"]: row["cells"] for row in form["rows"]}
        rows |= {f"total:{kind}": totals for kind, totals in form["totals"].items()}
        found |= {
            Cell(annex, filer, column): value for filer, row in rows.items() for column, value in row.items()
        }
    return found


def shown(cell: Cell, value: int) -> Any:
    return as_shown(COLUMN[cell.column], value)


@settings(max_examples=12, deadline=None)
@given(start=STARTS, township=st.sampled_from((TOWN, ELSEWHERE)))
def test_from_one_form_to_the_other(archive: Archive, start: dict[str, int], township: str) -> None:
    now = cells(archive, township, start)
    after = cells(archive, township, LAST)
    for step in steps_of(archive, asked("annex-3", township, start)):
        for cell, move in step.moves.items():
            assert move.from_ + sum(weight for _, weight in move.members) == move.to
            if cell in now or cell in after:
                assert now.get(cell, shown(cell, 0)) == shown(cell, move.from_)
                now[cell] = shown(cell, move.to)
    assert {cell: now.get(cell, shown(cell, 0)) for cell in after} == after


def test_causes_are_those_of_the_difference(archive: Archive) -> None:
    start = {"registry": 40, "hazards": 60}
    steps = list(steps_of(archive, asked("annex-3", TOWN, start)))
    town = replayed_town(archive, extent_of(archive, {}, None), TOWN)
    recorded = {
        (log, event.position): microseconds(event.recorded)
        for log, events in STORY.logs.items()
        for event in events
    }
    moment, policy = STORY.campaign().ends, POLICIES["1"]
    taken = max(recorded[log, position] for log, position in start.items())
    a, b = (Report(positions, moment, "1", policy, taken) for positions in (start, LAST))
    scope = Scope(CAMPAIGN, ("annex-3", "annex-4"), None)
    differences = explained(scope, town.entries, lambda log, position: recorded[log, position], a, b)
    expected = {
        (cell, event.source.log, event.source.position, part.cause, part.member, part.weight)
        for cell, difference in differences.items()
        for part in difference.parts
        for event in part.events
    }
    assert told_by(steps) == expected
    assert len({cause for _, _, _, cause, _, _ in expected}) > 5


def told_by(steps: list[Step]) -> set[tuple[Any, ...]]:
    return {
        (cell, step.event.log, step.event.position, move.cause, member, weight)
        for step in steps
        for cell, move in step.moves.items()
        for member, weight in move.members
    }


def test_every_event_of_the_town_in_the_order_of_recording(archive: Archive) -> None:
    steps = list(steps_of(archive, asked("annex-3", TOWN, {"registry": 0, "hazards": 0})))
    events = [event for log in STORY.logs.values() for event in log if event.township == TOWN]
    assert [step.event for step in steps] == sorted(events, key=lambda event: (event.recorded, event.log))
    assert steps[-1].positions["hazards"] == max(e.position for e in events if e.log == "hazards")


def test_in_the_terminal_and_for_programs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write_logs(tmp_path / "logs", raws_of(STORY))
    named = ["audit", "step", "--from", str(folder), "--township", TOWN, "--campaign", CAMPAIGN]
    assert run([*named, "--at", "registry:40,hazards:60", "--count", "30"]) == 0
    printed = capsys.readouterr().out
    assert "annex-3 d-b" in printed
    assert "moves no cell" in printed
    assert "更正 correction" in printed
    assert run([*named, "--at", "registry:40,hazards:60", "--count", "12", "--json"]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert len(lines) == 12
    assert {"log", "position", "type", "subject", "occurred", "recorded", "cells", "positions"} <= set(
        lines[0]
    )


def test_a_story_is_an_archive(archive: Archive) -> None:
    assert {log: archive.last(log) for log in archive.logs} == {**LAST, "reporting": 0}
    assert isinstance(STORY, Story)
