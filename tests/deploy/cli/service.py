"""A service as an operator's command sees it: answers over HTTP, at the address of the environment."""

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

Answer = Callable[[], dict[str, Any]]


class _Server(ThreadingHTTPServer):
    def __init__(self, answers: Mapping[str, Answer]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answers = answers


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_GET(self) -> None:
        self._answer()

    def do_POST(self) -> None:
        self._answer()

    def do_DELETE(self) -> None:
        self._answer()

    def _answer(self) -> None:
        body = self.server.answers[f"{self.command} {self.path}"]()
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps(body).encode())

    def log_message(self, *_: Any) -> None:
        """It does not belong into what the command says."""


@contextmanager
def serving(monkeypatch: pytest.MonkeyPatch, answers: Mapping[str, Answer]) -> Iterator[None]:
    """`answers` by method and path: `GET /hazards/audit/state`."""
    server = _Server(answers)
    monkeypatch.setenv("PAICHA_URL", f"http://127.0.0.1:{server.server_port}")
    monkeypatch.setenv("PAICHA_TOKEN", "token")
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
