"""The gateway as each deployment configures it, before one service of a test's own."""

import dataclasses
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from deploy.servers.caddy import LIMITS, Caddy
from deploy.servers.ports import LOOPBACK, free_port
from deploy.servers.process import Launch
from tests.support.servers import Running

CADDYFILE = Path(__file__).parents[2] / "deploy" / "compose" / "Caddyfile"
DEPLOYMENTS = ("embedded", "compose")


class FromCaddyfile(Caddy):
    def launch(self) -> Launch:
        launch = super().launch()
        return dataclasses.replace(launch, argv=(*launch.argv, "--adapter", "caddyfile"))


@contextmanager
def gateway(
    deployment: str, folder: Path, upstream: int, seconds: int | None = None, name: str = "sample"
) -> Iterator[int]:
    """Its port. `seconds`: for a whole request, in place of those of the deployment."""
    kind = Caddy if deployment == "embedded" else FromCaddyfile
    caddy = kind(folder / "caddy", LOOPBACK, free_port(), folder / "caddy.log", {name: upstream})
    caddy.configure()
    text = caddy.config.read_text("utf-8")
    if deployment == "compose":
        text = _caddyfile(caddy.port, upstream, name)
    if seconds is not None:
        for limit in (LIMITS["read_timeout"], LIMITS["read_header_timeout"]):
            assert f"{limit}" in text
            text = text.replace(f"{limit}", f"{seconds}s")
    caddy.config.write_text(text, "utf-8")
    running = Running(caddy)
    running.start()
    try:
        yield caddy.port
    finally:
        running.stop()


def _caddyfile(port: int, upstream: int, name: str) -> str:
    text = CADDYFILE.read_text("utf-8").replace(":8080 {", f":{port} {{\n\tbind {LOOPBACK}")
    text = re.sub(r"\timport service hazards.*?\n\thandle \{", "\thandle {", text, flags=re.DOTALL)
    text = text.replace("import service registry", f"import service {name}")
    return text.replace("{args[0]}:8000", f"{LOOPBACK}:{upstream}")
