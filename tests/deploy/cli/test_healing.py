"""`paicha audit heal` in front of the operator: progress while it lasts, and no failure that is none."""

import json
import threading
import time
from typing import Any

import pytest

from deploy.cli import run
from deploy.servers.ports import free_port
from tests.deploy.cli.service import Answer, serving

EVENTS, RUN = 3_000, 100
ANSWER_SECONDS = 2


class Healing:
    """A log that takes over its stream's events, and a relay that may stand still."""

    def __init__(self, verdict: str, position: int, last: int, needs: str | None = None) -> None:
        self.verdict, self.position, self.last, self.needs = verdict, position, last, needs
        self._looked_at = threading.Event()

    def answers(self) -> dict[str, Answer]:
        return {"GET /hazards/audit/state": self.state, "POST /hazards/audit/heal": self.heal}

    def state(self) -> dict[str, Any]:
        self._looked_at.set()
        stream = {"last": self.last, "first": 1, "messages": self.last, "logid": "l"}
        return {
            "log": "hazards", "logid": "l", "position": self.position, "verdict": self.verdict,
            "stream": stream,
        }  # fmt: skip

    def heal(self) -> dict[str, Any]:
        """Takes longer than other answers may, and each run longer than a look at it."""
        first = self.position + 1
        while self.position < self.last:
            time.sleep(1.2 * ANSWER_SECONDS * RUN / EVENTS)
            self._looked_at.clear()
            self._looked_at.wait()
            self.position += RUN
        if self.needs is None and self.position == self.last:
            self.verdict = "equal"
        healed = {"first": first, "last": self.last} if first <= self.last else None
        return {"healed": healed, "needs": self.needs}


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every look is shown, and soon."""
    monkeypatch.setattr("deploy.cli.catching_up._LOOK_SECONDS", 0.02)
    monkeypatch.setattr("deploy.cli.catching_up.STILL_SECONDS", 0.2)
    monkeypatch.setattr("deploy.cli.progress._FILE_SECONDS", 0)


def test_progress_is_shown_while_the_service_heals(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("deploy.cli.gateway._SECONDS", ANSWER_SECONDS)
    with serving(monkeypatch, Healing("ahead", 0, EVENTS).answers()):
        assert run(["audit", "heal", "--service", "hazards"]) == 0
    told = capsys.readouterr()
    lines = [line for line in told.err.splitlines() if f"/{EVENTS:,} events" in line]
    shown = [int(line.partition("/")[0].replace(",", "")) for line in lines]
    assert shown == sorted(shown)
    assert any(0 < done < EVENTS for done in shown)
    assert all("/s · " in line and "left" in line for line in lines)
    assert "1–3000" in told.out


def test_a_relay_that_stands_still_is_said_to(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with serving(monkeypatch, Healing("behind", EVENTS, EVENTS - 1).answers()):
        assert run(["audit", "heal", "--service", "hazards"]) == 1
    told = capsys.readouterr().out
    assert "nothing has moved" in told
    assert "caught up" not in told


def test_a_log_that_grows_all_the_while_is_healed_all_the_same(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    healing = Healing("behind", EVENTS, EVENTS - 2 * RUN)

    def grown() -> dict[str, Any]:
        healing.position, healing.last = healing.position + RUN, healing.last + RUN
        return healing.state()

    answers = healing.answers() | {"GET /hazards/audit/state": grown, "POST /hazards/audit/heal": nothing}
    with serving(monkeypatch, answers):
        assert run(["audit", "heal", "--service", "hazards", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["services"][0]["healed"]


def nothing() -> dict[str, Any]:
    return {"healed": None, "needs": None}


def test_a_bus_that_is_away_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PAICHA_NATS_URL", f"nats://127.0.0.1:{free_port()}")
    monkeypatch.setenv("PAICHA_NATS_PROVISIONER_PASSWORD", "secret")
    monkeypatch.setattr("deploy.publishing.connection._CONNECT_SECONDS", 0.3)
    with serving(monkeypatch, Healing("damaged", EVENTS, EVENTS, "recreate").answers()):
        assert run(["audit", "heal", "--service", "hazards"]) == 1
    told = capsys.readouterr().err
    assert "provisioner" in told
    assert "Traceback" not in told
    assert told.count("\n") == 1
