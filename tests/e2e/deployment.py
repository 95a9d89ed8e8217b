"""An embedded deployment of a test's own, started and asked as an operator would: `paicha` and HTTP."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from deploy.embedded.folder import DataFolder
from deploy.embedded.issuer.tokens import token_for
from deploy.servers.ports import free_port

PAICHA = Path(sys.executable).parent / "paicha"
PATIENCE = 600
"""Seconds that only a failure takes: a very busy machine starts each service in more than a minute."""


@dataclass
class Deployment:
    data: Path
    port: int
    settings: dict[str, str] = field(default_factory=dict)
    options: tuple[str, ...] = ()
    """Of `paicha up`, besides folder and port."""
    process: subprocess.Popen[bytes] | None = None
    clients: list[httpx.Client] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self, health: str = "ready") -> None:
        """Until it is; a halted log makes a service live and not ready."""
        command = [str(PAICHA), "up", "--data", str(self.data), "--port", str(self.port), *self.options]
        self.data.mkdir(exist_ok=True)
        with (self.data.parent / "up.log").open("ab") as log:
            environment = {**os.environ, "PAICHA_SHADOW_HOURS": "0", **self.settings}
            self.process = subprocess.Popen(command, stdout=log, stderr=log, env=environment)
        deadline = time.monotonic() + PATIENCE
        while not self._is(health):
            assert self.process.poll() is None, self.log()
            assert time.monotonic() < deadline, self.log()
            time.sleep(0.2)

    def _is(self, health: str) -> bool:
        try:
            # Reading the authorities that TLS trusts takes longer than the question.
            answer = httpx.get(f"{self.url}/reporting/health/{health}", timeout=5, verify=False)
        except httpx.HTTPError:
            return False
        return answer.status_code == httpx.codes.OK

    def stop(self) -> None:
        for client in self.clients:
            client.close()
        if self.process is not None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(PATIENCE)
            self.process = None

    def log(self) -> str:
        return (self.data.parent / "up.log").read_text("utf-8", errors="replace")[-4000:]

    def run(self, *arguments: str | Path, check: bool = True) -> str:
        """A `paicha` command on this deployment's data folder; its standard output."""
        done = subprocess.run(
            [PAICHA, *arguments, "--data", self.data],
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
        assert done.returncode == 0 or not check, f"{arguments}: {done.stdout}\n{done.stderr}"
        return done.stdout

    def alone(self, *arguments: str | Path) -> str:
        """A command that asks no deployment; its standard output."""
        command = [PAICHA, *arguments]
        done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False)
        assert done.returncode == 0, f"{arguments}: {done.stdout}\n{done.stderr}"
        return done.stdout

    def refused(self, *arguments: str | Path) -> str:
        """What a command says that ends with 1."""
        command = [PAICHA, *arguments, "--data", self.data]
        done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False)
        assert done.returncode == 1, f"{arguments}: {done.stdout}\n{done.stderr}"
        return done.stderr

    def account(self, role: str, organisation: str | None = None) -> "Account":
        token = token_for(DataFolder(self.data), role, organisation)
        client = httpx.Client(base_url=self.url, headers={"authorization": f"Bearer {token}"}, timeout=60)
        self.clients.append(client)
        return Account(client)


@dataclass
class Account:
    """Somebody signed in."""

    client: httpx.Client

    def get(self, path: str, **query: str) -> Any:
        answer = self.client.get(path, params=query)
        assert answer.status_code == httpx.codes.OK, f"{path}: {answer.status_code} {answer.text}"
        return answer.json()

    def post(self, service: str, facts: Any) -> list[dict[str, Any]]:
        """The receipts, in order."""
        answer = self.client.post(f"/{service}/facts", json=facts)
        assert answer.status_code == httpx.codes.OK, f"{answer.status_code} {answer.text}"
        receipts = answer.json()
        return receipts if isinstance(receipts, list) else [receipts]

    def post_all(self, service: str, facts: Sequence[Any]) -> list[dict[str, Any]]:
        receipts: list[dict[str, Any]] = []
        for first in range(0, len(facts), 500):
            receipts += self.post(service, facts[first : first + 500])
        return receipts

    def receipt(self, service: str, fact: dict[str, Any]) -> dict[str, Any]:
        receipt: dict[str, Any] = self.get(f"/{service}/receipts", source=fact["source"], id=fact["id"])
        return receipt


@contextmanager
def deployed(folder: Path, **settings: str) -> Iterator[Deployment]:
    deployment = Deployment(folder / "data", free_port(), settings)
    try:
        deployment.start()
        yield deployment
    finally:
        deployment.stop()
