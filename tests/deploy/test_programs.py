"""What services are told by `paicha up`."""

from dataclasses import replace
from pathlib import Path

import pytest

from deploy.embedded.folder import DataFolder
from deploy.embedded.ports import inner_ports, upstreams
from deploy.embedded.programs import service_launches
from deploy.embedded.running import Address
from deploy.servers.ports import LOOPBACK
from shared.bus.permissions import SERVICES

ADDRESS = Address("http://127.0.0.1:8123", "nats://127.0.0.1:4222", "http://127.0.0.1:8123/issuer")
PORTS = {"postgres": 5432} | dict.fromkeys(SERVICES, 8001)
PREFIX = "PAICHA_"
CHANNELS = tuple(f"{PREFIX}{kind}_" for kind in ("SMTP", "SMS"))


@pytest.mark.parametrize(
    ("given", "told"), [("", ADDRESS.url), ("https://paicha.example", "https://paicha.example")]
)
def test_printed_reports_name_the_gateway_or_what_the_operator_says(
    given: str, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PAICHA_PUBLIC_URL", given)
    launches = service_launches(DataFolder(tmp_path), PORTS, ADDRESS)
    assert {launch.environment["PAICHA_PUBLIC_URL"] for launch in launches} == {told}


def of_notifications(folder: Path, address: Address) -> dict[str, str]:
    launches = service_launches(DataFolder(folder), PORTS | {"inbox": 8002, "smtp": 8025}, address)
    told = {launch.name: dict(launch.environment) for launch in launches}
    assert not any(name.startswith(CHANNELS) for name in told["reporting"]), "nobody else has use for them"
    of_channels = {name: each for name, each in told["notifications"].items() if name.startswith(CHANNELS)}
    return {name.removeprefix(PREFIX): each for name, each in of_channels.items()}


@pytest.fixture
def real_channels(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    real = {"SMTP_HOST": "mail.example", "SMS_URL": "https://sms.example"}
    for name, value in real.items():
        monkeypatch.setenv(f"{PREFIX}{name}", value)
    return real


def test_in_real_use_reminders_go_where_the_operator_says(
    tmp_path: Path, real_channels: dict[str, str]
) -> None:
    assert of_notifications(tmp_path, ADDRESS) == real_channels


@pytest.mark.parametrize("demo_clock", [True, False])
def test_a_demonstration_sends_to_its_inbox_alone(
    tmp_path: Path, real_channels: dict[str, str], demo_clock: bool
) -> None:
    told = of_notifications(tmp_path, replace(ADDRESS, demo=True, demo_clock=demo_clock))
    assert (told["SMTP_HOST"], told["SMTP_PORT"]) == (LOOPBACK, "8025")
    assert told["SMS_URL"] == f"http://{LOOPBACK}:8002"
    assert not set(real_channels.values()) & set(told.values())


def test_by_a_demo_clock_nothing_reaches_anybody_real(tmp_path: Path, real_channels: dict[str, str]) -> None:
    assert real_channels
    assert of_notifications(tmp_path, replace(ADDRESS, demo_clock=True)) == {}


def test_only_a_demonstration_has_an_inbox(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path)
    folder.create()
    assert {"inbox", "smtp"} <= {*inner_ports(folder, 8080, demo=True)}
    assert not {"inbox", "smtp"} & {*inner_ports(folder, 8080, demo=False), *upstreams(demo=False)}
