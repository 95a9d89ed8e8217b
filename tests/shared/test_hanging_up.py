"""A service as a process of its own: who hangs up is no error, and no address makes a log line endless."""

import json
import os
import socket
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from deploy.servers.ports import LOOPBACK, free_port
from deploy.servers.process import Launch, start, stop
from tests.support.issuer import Issuer
from tests.support.sample_service import bearer

SECRET = "s3cret-in-a-query"


class Service:
    def __init__(self, folder: Path, issuer: Issuer) -> None:
        self.port, self.log, self.issuer = free_port(), folder / "service.log", issuer
        self.url = f"http://{LOOPBACK}:{self.port}/sample"
        argv = (sys.executable, "-m", "tests.support.sample_service", str(folder), str(self.port))
        self.launch = Launch("sample", argv, self.log, dict(os.environ), Path.cwd())

    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.log.read_text("utf-8").splitlines()]

    def logged(self, event: str) -> list[dict[str, Any]]:
        return [line for line in self.lines() if line["event"] == event]

    def metrics(self) -> str:
        return httpx.get(f"{self.url}/metrics", headers=bearer(self.issuer, role="operator")).text

    def send(self, *lines: str) -> socket.socket:
        """As a client that is not going to wait: the connection, to be closed."""
        connection = socket.create_connection((LOOPBACK, self.port))
        head = [*lines, "Host: x", f"Authorization: {bearer(self.issuer)['Authorization']}", "", ""]
        connection.sendall("\r\n".join(head).encode())
        return connection


def until(reached: Callable[[], Any]) -> None:
    deadline = time.monotonic() + 30
    while not reached():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def answers(url: str) -> bool:
    try:
        return httpx.get(f"{url}/health/live").status_code == httpx.codes.OK
    except httpx.HTTPError:
        return False


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    service = Service(tmp_path, Issuer(tmp_path))
    process = start(service.launch)
    until(lambda: answers(service.url))
    yield service
    stop(process, service.launch.stop_signal)


@pytest.mark.parametrize("route", ["/sample/things", "/sample/things/raw"])
def test_hanging_up_in_the_middle_of_a_body(service: Service, route: str) -> None:
    with service.send(
        f"POST {route} HTTP/1.1", "Content-Length: 1000", "Content-Type: application/json"
    ) as it:
        it.sendall(b'{"size":')
        until(lambda: "paicha_http" in service.metrics())
    until(lambda: service.logged("client_hung_up"))
    (line,) = service.logged("client_hung_up")
    assert (line["level"], line["status"], line["path"]) == ("info", 499, route)
    assert {each["level"] for each in service.lines()} == {"info"}
    assert f'{{method="POST",route="{route}",status="499"}} 1.0' in service.metrics()
    assert 'status="500"' not in service.metrics()


def test_hanging_up_while_waiting_for_the_answer(service: Service) -> None:
    service.send("GET /sample/things/slow HTTP/1.1").close()
    until(lambda: 'route="/sample/things/slow"' in service.metrics())
    assert {each["level"] for each in service.lines()} == {"info"}
    assert 'status="500"' not in service.metrics()


def test_an_address_of_eight_kilobytes(service: Service) -> None:
    headers = bearer(service.issuer)
    for path in (f"/nowhere/{'长' * 2_600}", f"/things/broken?token={SECRET}&more={'y' * 8_000}"):
        httpx.get(service.url + path, headers=headers)
    until(lambda: len(service.logged("request_failed")) == 1 and len(service.logged("request")) > 1)
    assert SECRET not in service.log.read_text("utf-8")
    assert max(len(line["path"]) for line in service.logged("request")) == len(" … ") + 500
