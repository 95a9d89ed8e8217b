"""What the gateway answers when no service does: problem details, as everybody else's refusals."""

from pathlib import Path

import httpx

from deploy.servers.caddy import Caddy
from deploy.servers.gateway_problems import NO_SUCH_SERVICE, SERVICE_AWAY, body
from deploy.servers.ports import free_port
from tests.servers import Running

CADDYFILE = Path(__file__).parents[2] / "deploy" / "compose" / "Caddyfile"


def test_unknown_places_and_services_that_are_away(tmp_path: Path) -> None:
    caddy = Caddy(tmp_path, "127.0.0.1", free_port(), tmp_path / "caddy.log", {"registry": free_port()})
    caddy.configure()
    running = Running(caddy)
    running.start()
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{caddy.port}", timeout=20) as http:
            nowhere, away = http.get("/nowhere"), http.get("/registry/units")
    finally:
        running.stop()
    for answer, refusal in ((nowhere, NO_SUCH_SERVICE), (away, SERVICE_AWAY)):
        assert answer.status_code == refusal.status
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["code"] == refusal.code


def test_the_gateway_in_a_container_says_the_same() -> None:
    said = CADDYFILE.read_text("utf-8")
    for refusal in (NO_SUCH_SERVICE, SERVICE_AWAY):
        assert f"respond `{body(refusal)}` {refusal.status}" in said
