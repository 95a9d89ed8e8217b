"""A demonstration as whoever looks at it finds it: its clock, what was signed, reviewed, consolidated."""

import signal
import time
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import psutil

from deploy.embedded.demo_clock import kept_clock
from deploy.embedded.folder import DataFolder
from deploy.servers.ports import free_port
from tests.e2e.deployment import PATIENCE, Account, Deployment

CAMPAIGN = "/reporting/campaigns/dasheng-2024-winter"


@dataclass
class Demonstration:
    deployment: Deployment

    @classmethod
    def of(cls, folder: Path, *options: str) -> "Demonstration":
        folder.mkdir()
        return cls(Deployment(folder / "data", free_port(), options=("--demo", *options)))

    @property
    def folder(self) -> DataFolder:
        return DataFolder(self.deployment.data)

    @cached_property
    def office(self) -> Account:
        return self.deployment.account("safety_office")

    def until_loaded(self) -> None:
        self._until(lambda: "Ready." in self.deployment.log())
        clock = kept_clock(self.folder)
        assert clock is not None
        assert clock.held_at is None

    def until_held_at(self, moment: datetime) -> None:
        def reached() -> bool:
            clock = kept_clock(self.folder)
            assert clock is not None
            assert clock.held_at is not None, "loaded before it could be interrupted"
            return clock.held_at >= moment

        self._until(reached)

    def _until(self, look: Any) -> None:
        """Often: a moment of the past lasts less than a second. Loading takes minutes on a machine that does
        nothing else."""
        process, deadline = self.deployment.process, time.monotonic() + 2 * PATIENCE
        assert process is not None
        while not look():
            assert process.poll() is None, self.deployment.log()
            assert time.monotonic() < deadline, self.deployment.log()
            time.sleep(0.1)

    def end(self, ending: signal.Signals) -> None:
        assert self.deployment.process is not None
        self.deployment.process.send_signal(ending)
        self.deployment.process.wait(PATIENCE)

    def loader(self) -> psutil.Process:
        assert self.deployment.process is not None
        children = psutil.Process(self.deployment.process.pid).children(recursive=True)
        return next(child for child in children if "deploy.demo" in child.cmdline())

    def completeness(self) -> dict[str, Any]:
        answer: dict[str, Any] = self.office.get(f"{CAMPAIGN}/completeness")
        return answer

    def submissions(self) -> dict[str, dict[str, Any]]:
        """Whole, by number."""
        listed = self.office.get(f"{CAMPAIGN}/submissions")["submissions"]
        numbers = [each["number"] for each in listed]
        return {number: self.office.get(f"{CAMPAIGN}/submissions/{number}") for number in numbers}

    def sheets(self) -> dict[str, dict[str, Any]]:
        listed = self.office.get(f"{CAMPAIGN}/consolidations")["consolidations"]
        return {each["number"]: each for each in listed}

    def alarms(self) -> list[str]:
        """What the services logged as wrong with time."""
        texts = [path.read_text("utf-8") for path in (self.deployment.data / "logs").glob("*.log*")]
        return [line for text in texts for line in text.splitlines() if "log_ahead_of_clock" in line]
