"""A demonstration that is interrupted again and again ends as one that was not."""

import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from deploy.demo.acts import Sign
from deploy.demo.schedule import schedule
from deploy.simulator.campaign_file import CAMPAIGN as FILE
from services.registry.campaign_file import read_campaign_file
from tests.deploy.processes import using
from tests.e2e.demonstration import Demonstration
from tests.e2e.deployment import PAICHA, PATIENCE
from tests.support.long import only_long

SHORTER = "2024-12-16T10:00:00+08:00"
"""With two deadlines before it."""
AS_SIGNED = (
    "figures", "signed_at", "occurred_until", "signer", "warnings", "remarks", "unchanged", "late_reason",
    "on_behalf", "corrects", "correction_reason",
)  # fmt: skip


@contextmanager
def demonstration(folder: Path) -> Iterator[Demonstration]:
    demo = Demonstration.of(folder, "--demo-clock", SHORTER)
    try:
        yield demo
    finally:
        demo.deployment.stop()
        assert using(demo.deployment.data) == []


@only_long
def test_it_is_the_same_after_interruptions(tmp_path: Path) -> None:
    with demonstration(tmp_path / "whole") as demo:
        demo.deployment.start()
        demo.until_loaded()
        submissions = demo.submissions()
    with demonstration(tmp_path / "interrupted") as interrupted:
        load_interrupted(interrupted)
        check_same(interrupted.submissions(), submissions)
        assert interrupted.sheets().keys() == {"1-annex-3-1", "1-annex-4-1", "1-annex-4-2"}
        assert interrupted.alarms() == []


def load_interrupted(demo: Demonstration) -> None:
    """While facts are published, while forms are signed, and before a sheet goes up."""
    deployment = demo.deployment
    deployment.start()
    demo.until_held_at(datetime.fromisoformat("2024-11-20T12:00:00+08:00"))
    demo.loader().kill()
    assert deployment.process is not None
    assert deployment.process.wait(PATIENCE) == 1
    assert "start it again to go on" in deployment.log()
    command = [PAICHA, "up", "--data", deployment.data, "--port", str(deployment.port)]
    alone = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert (alone.returncode, "start with --demo" in alone.stderr) == (2, True)
    for moment, ending in (("2024-11-30T14:00", signal.SIGKILL), ("2024-12-01T16:00", signal.SIGTERM)):
        deployment.start()
        demo.until_held_at(datetime.fromisoformat(f"{moment}:00+08:00"))
        demo.end(ending)
    deployment.start()
    demo.until_loaded()


def check_same(submissions: dict[str, dict[str, Any]], whole: dict[str, dict[str, Any]]) -> None:
    """All of the first period, and of the second, which is still open here, what had been signed by then."""
    played = schedule(read_campaign_file(FILE), datetime.fromisoformat(SHORTER))
    assert submissions.keys() == {step.number for step in played if isinstance(step, Sign)}
    for number, each in submissions.items():
        assert as_signed(each) == as_signed(whole[number]), number


def as_signed(submission: dict[str, Any]) -> dict[str, Any]:
    """Without what names the logs of this deployment."""
    falls = [(fall["column"], fall["by"], fall["reason"]) for fall in submission.get("falls", ())]
    return {name: submission.get(name) for name in AS_SIGNED} | {"falls": falls}
