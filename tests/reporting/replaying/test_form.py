"""A form from an archive is the one that a running service answers, at any two times and under any policy."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from deploy.cli import run
from deploy.simulator.simulate import Plan
from shared.events.envelope import Envelope
from shared.instant import write_instant
from tests.reporting.deriving.golden_facts import (
    before_the_second_deadline,
    before_the_third_deadline,
    two_golden_towns,
)
from tests.reporting.replaying.archives import raws_of
from tests.reporting.running import RunningReporting, running_reporting
from tests.reporting.story import CAMPAIGN, TOWN, Story, at
from tests.reporting.two_towns import ELSEWHERE
from tests.support.buses import TestBus
from tests.support.databases import TestDatabase
from tests.support.simulated_logs import CAMPAIGN as SIMULATED
from tests.support.simulated_logs import simulated_logs, write_logs


def told() -> Story:
    """Two towns with the same ids, with corrections of every kind."""
    story = two_golden_towns()
    before_the_second_deadline(story)
    before_the_third_deadline(story)
    return story


@pytest.fixture
async def reporting(
    bus: TestBus, service_database: Callable[[str], Awaitable[TestDatabase]], tmp_path: Path
) -> AsyncIterator[RunningReporting]:
    async with running_reporting(bus, await service_database("reporting"), tmp_path, told()) as running:
        await running.publish()
        yield running


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    return write_logs(tmp_path / "logs", raws_of(told()))


def replayed(
    capsys: pytest.CaptureFixture[str], archive: Path, annex: str, **named: str | None
) -> dict[str, Any]:
    capsys.readouterr()
    arguments = ["audit", "replay", annex, "--from", str(archive), "--format", "json"]
    for name, value in ({"campaign": CAMPAIGN, "township": TOWN} | named).items():
        if value is not None:
            arguments += [f"--{name.replace('_', '-')}", value]
    assert run(arguments) == 0, capsys.readouterr().err
    line = [line for line in capsys.readouterr().out.splitlines() if '"digest"' in line][-1]
    document: dict[str, Any] = json.loads(line)
    return document


MOMENTS = (None, "11-25", "12-10 12:00", "12-31")
HALF = "registry:30,hazards:50"


async def test_every_pair_of_times_under_every_policy(
    reporting: RunningReporting, archive: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    positions = reporting.story.positions
    last = ",".join(f"{log}:{position}" for log, position in positions.items())
    differing = set()
    for annex in ("annex-3", "annex-4"):
        for moment in MOMENTS:
            for named in (HALF, "registry:45,hazards:80", last):
                for policy in ("1", "2"):
                    asked = {"positions": named, "policy": policy}
                    if moment is not None:
                        asked["occurred_until"] = write_instant(at(moment))
                    for township in (TOWN, ELSEWHERE):
                        answer = await reporting.get(annex, township=township, **asked)
                        if answer.status_code == 404:
                            continue
                        said = answer.json()
                        ours = replayed(capsys, archive, annex, township=township, **asked)
                        assert ours == said, f"{annex} {asked} {township}"
                        differing.add(said["digest"])
    assert len(differing) > 40


async def test_by_a_recorded_time_and_of_one_filer(
    reporting: RunningReporting, archive: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for moment in ("11-20 12:00", "12-07", "12-10 10:30"):
        until = write_instant(at(moment))
        said = await reporting.document("annex-3", recorded_until=until)
        assert replayed(capsys, archive, "annex-3", recorded_until=until) == said
    said = await reporting.document("annex-3", role="officer", organisation="d-a")
    ours = replayed(capsys, archive, "annex-3", filer="d-a")
    assert (ours["digest"], ours["rows"], "totals" in ours) == (said["digest"], said["rows"], False)


async def test_a_simulated_campaign_with_its_corrections(
    bus: TestBus,
    service_database: Callable[[str], Awaitable[TestDatabase]],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    logs = simulated_logs(Plan(7, 60, 150, None))
    events = {log: [Envelope.from_bytes(raw) for raw in logs[log]] for log in ("registry", "hazards")}
    types = {event.type for of_log in events.values() for event in of_log}
    assert {"fact.voided", "unit.merged", "hazard.voided", "penalty.revoked"} <= types
    archive = write_logs(tmp_path / "logs", logs)
    story = Story(township=TOWN, logs=events)
    async with running_reporting(bus, await service_database("reporting"), tmp_path, story) as running:
        running.campaign = SIMULATED
        await running.publish()
        late = {log: len(of_log) for log, of_log in events.items()}
        for registry, hazards in (
            (late["registry"], late["hazards"]),
            (120, 300),
            (150, late["hazards"] // 2),
        ):
            positions = f"registry:{registry},hazards:{hazards}"
            for until in (
                "2024-12-14T18:00:00+08:00",
                "2025-01-14T18:00:00+08:00",
                "2025-03-01T00:00:00+08:00",
            ):
                for policy in ("1", "2"):
                    asked = {"positions": positions, "occurred_until": until, "policy": policy}
                    for annex in ("annex-3", "annex-4"):
                        said = await running.document(annex, **asked)
                        ours = replayed(capsys, archive, annex, campaign=SIMULATED, township=None, **asked)
                        assert ours["digest"] == said["digest"], f"{annex} {asked}"
                        assert ours == said
