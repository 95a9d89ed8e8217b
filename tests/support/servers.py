"""Real servers for tests: a given URL, else containers when Docker answers, else the wheels; at first use."""

import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from signal import SIGKILL
from typing import Protocol
from urllib.parse import urlsplit

from deploy.servers.log_file import tail
from deploy.servers.nats import Nats, configuration
from deploy.servers.ports import free_port
from deploy.servers.postgres import Postgres
from deploy.servers.process import Launch, Started, start, stop
from shared.bus.permissions import accounts
from shared.bus.users import PROVISIONER, REBUILD, SENDER, SERVICES, SYSTEM
from shared.json_types import JsonObject

PASSWORD = "for-tests-only"
PUBLISHERS = ("paicha", "district", "stranger")


class Server(Protocol):
    def launch(self) -> Launch: ...
    def ready(self) -> bool: ...


@dataclass(slots=True)
class Running:
    """A server of a test's own, to be killed and started again on the same folder and port."""

    server: Server
    process: Started | None = field(default=None)

    def start(self, patience: float = 90) -> None:
        launch = self.server.launch()
        deadline = time.monotonic() + patience
        self.process = start(launch)
        while not self.server.ready():
            if self.process.poll() is not None:
                # After a kill, the children of a Postgres need a moment to end.
                self.process = start(launch)
            if time.monotonic() > deadline:
                raise TimeoutError(f"{launch.name} did not start:\n{tail(launch.log)}")
            time.sleep(0.05)

    def stop(self) -> None:
        if self.process is not None:
            stop(self.process, self.server.launch().stop_signal)
            self.process = None

    def kill(self) -> None:
        assert self.process is not None
        stop(self.process, SIGKILL)
        self.process = None


@cache
def docker_answers() -> bool:
    """Asked on the bare socket: the client library leaves one open when nobody answers."""
    host = urlsplit(os.environ.get("DOCKER_HOST", "unix:///var/run/docker.sock"))
    family = socket.AF_UNIX if host.scheme == "unix" else socket.AF_INET
    address = host.path if host.scheme == "unix" else (host.hostname, host.port or 2375)
    with socket.socket(family, socket.SOCK_STREAM) as engine:
        engine.settimeout(3)
        try:
            engine.connect(address)
            engine.sendall(b"GET /_ping HTTP/1.0\r\n\r\n")
            return b" 200 " in engine.recv(64)
        except OSError:
            return False


@contextmanager
def postgres_for_tests(folder: Path) -> Iterator[str]:
    """The superuser's DSN."""
    given = os.environ.get("PAICHA_TEST_POSTGRES")
    if given:
        yield given
    elif docker_answers():
        from testcontainers.postgres import PostgresContainer  # noqa: PLC0415 - only with Docker

        with PostgresContainer("postgres:18", username="postgres", password=PASSWORD) as container:
            yield container.get_connection_url(driver=None)
    else:
        server = own_postgres(folder)
        running = Running(server)
        running.start()
        try:
            yield server.dsn()
        finally:
            running.stop()


@contextmanager
def nats_for_tests(folder: Path) -> Iterator[str]:
    """Its URL. A given server must run with the accounts of `bus_accounts`."""
    given = os.environ.get("PAICHA_TEST_NATS")
    if given:
        yield given
    elif docker_answers():
        from testcontainers.core.container import DockerContainer  # noqa: PLC0415 - only with Docker
        from testcontainers.core.wait_strategies import LogMessageWaitStrategy  # noqa: PLC0415 - likewise

        config = folder / "nats.conf"
        config.write_text(configuration(4222, Path("/data"), bus_accounts(), "0.0.0.0"), "utf-8")
        container = (
            DockerContainer("nats:2.15")
            .with_command("-c /etc/nats/nats.conf")
            .with_volume_mapping(str(config), "/etc/nats/nats.conf")
            .with_exposed_ports(4222)
            .waiting_for(LogMessageWaitStrategy("Server is ready"))
        )
        with container:
            yield f"nats://{container.get_container_host_ip()}:{container.get_exposed_port(4222)}"
    else:
        server = own_nats(folder)
        running = Running(server)
        running.start()
        try:
            yield server.url
        finally:
            running.stop()


def bus_accounts() -> JsonObject:
    """The rules of a real deployment, with one password for everybody."""
    return accounts(
        dict.fromkeys((PROVISIONER, SYSTEM, SENDER, REBUILD, *SERVICES, *PUBLISHERS), PASSWORD), PUBLISHERS
    )


def own_postgres(folder: Path) -> Postgres:
    server = Postgres(folder / "postgres", free_port(), PASSWORD, folder / "postgres.log")
    server.initialise()
    return server


def own_nats(folder: Path) -> Nats:
    server = Nats(folder / "nats", free_port(), folder / "nats.log", bus_accounts())
    server.configure()
    return server
