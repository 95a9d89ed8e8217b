"""docs/backup.md, done as it stands there: a deployment goes back to a moment, and its logs forward again."""

import json
import os
import re
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psutil
import pytest

from tests.deploy.deployments import eventually
from tests.deploy.test_archive import figures, send, story
from tests.e2e.deployment import PATIENCE, Deployment, deployed

pytestmark = pytest.mark.timeout(1800)
ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/backup.md").read_text("utf-8")
STEPS = dict(re.findall(r"^```sh\n# (\w+)\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL))


class Shell:
    """The page's commands, one step after another."""

    def __init__(self, deployment: Deployment, backup: Path) -> None:
        self._environment = os.environ | {"DATA": str(deployment.data), "BACKUP": str(backup)}
        self._said = deployment.data.parent / "shell.log"

    def run(self, step: str, **more: str) -> None:
        with self._said.open("ab") as said:  # no pipe: what goes on in the background would keep it open
            done = subprocess.run(
                ["bash", "-ec", STEPS["access"] + STEPS[step]],
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                cwd=ROOT,
                env=self._environment | more,
                timeout=PATIENCE,
                check=False,
            )
        assert done.returncode == 0, f"{step}: {self._said.read_text()[-3000:]}"


@contextmanager
def receiving(shell: Shell) -> Iterator[None]:
    """What the page leaves running is ended with the test."""
    before = set(psutil.pids())
    shell.run("begin")
    try:
        yield
    finally:
        for pid in set(psutil.pids()) - before:
            try:
                process = psutil.Process(pid)
                if process.name() == "pg_receivewal":
                    process.terminate()
                    process.wait(PATIENCE)
            except psutil.NoSuchProcess:
                continue


def state_of(deployment: Deployment, service: str) -> dict[str, Any]:
    state: dict[str, Any] = deployment.account("operator").get(f"/{service}/audit/state")
    return state


def test_back_to_a_moment_and_forward_again(tmp_path: Path) -> None:
    with deployed(tmp_path) as deployment:
        shell = Shell(deployment, tmp_path / "backup")
        send(deployment, story(5))
        with receiving(shell):
            shell.run("base")
            send(deployment, story(5))
            then = state_of(deployment, "hazards")["position"]
            time.sleep(1.1)
            until = datetime.now(UTC).isoformat()
            time.sleep(1.1)
            send(deployment, story(5))
            eventually(lambda: figures(deployment)["positions"]["hazards"] > then)
            before = figures(deployment)
            deployment.stop()
        for step in ("restore", "word"):
            shell.run(step, UNTIL=until)
        deployment.start(health="live")
        state = state_of(deployment, "hazards")
        assert (state["position"], state["verdict"], state["allowed"]) == (then, "ahead", False)
        healed = json.loads(deployment.run("audit", "heal", "--json"))
        assert all(service["healed"] for service in healed["services"]), healed
        eventually(lambda: figures(deployment) == before)
        send(deployment, story(1))
