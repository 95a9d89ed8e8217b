"""What services are told by `paicha up`."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from deploy.embedded.demo_clock import demo_time
from deploy.embedded.folder import DataFolder
from deploy.embedded.ports import inner_ports, upstreams
from deploy.embedded.programs import issuer_launch, service_launches, shadow_launches
from deploy.embedded.refusal import Refusal
from deploy.embedded.running import Address
from deploy.embedded.sending import reminding_settings
from deploy.servers.ports import LOOPBACK
from shared.bus.users import SERVICES

ADDRESS = Address("http://127.0.0.1:8123", "nats://127.0.0.1:4222", "http://127.0.0.1:8123/issuer")
PORTS = {"postgres": 5432} | dict.fromkeys(SERVICES, 8001)
PREFIX = "PAICHA_"
CHANNELS = tuple(f"{PREFIX}{kind}_" for kind in ("SMTP", "SMS"))


@pytest.mark.parametrize(
    ("given", "told"), [("", ADDRESS.url), ("https://paicha.example", "https://paicha.example")]
)
def test_printed_reports_and_sign_ins_go_to_the_gateway_or_where_the_operator_says(
    given: str, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PAICHA_PUBLIC_URL", given)
    launches = [
        *service_launches(DataFolder(tmp_path), PORTS, ADDRESS),
        issuer_launch(DataFolder(tmp_path), 8003, ADDRESS, demo=False),
    ]
    assert {launch.environment["PAICHA_PUBLIC_URL"] for launch in launches} == {told}


def test_only_the_registry_is_told_the_key_of_sessions(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path)
    told = {launch.name: launch.environment for launch in service_launches(folder, PORTS, ADDRESS)}
    assert [name for name in told if "PAICHA_SESSION_KEY_FILE" in told[name]] == ["registry"]
    assert told["registry"]["PAICHA_SESSION_KEY_FILE"] == str(folder.session_key)
    assert {each["PAICHA_SESSION_JWKS"] for each in told.values()} == {str(folder.session_jwks)}


def test_the_shadow_has_the_rights_of_rebuilds_and_can_be_switched_off(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (launch,) = shadow_launches(DataFolder(tmp_path), PORTS, ADDRESS)
    told = launch.environment
    assert (told["PAICHA_DATABASE_USER"], told["PAICHA_NATS_USER"]) == ("reporting_rebuild", "rebuild")
    assert told["PAICHA_SECRETS_DIR"] == str(tmp_path / "secrets" / "rebuild")
    monkeypatch.setenv("PAICHA_SHADOW_HOURS", "0")
    assert shadow_launches(DataFolder(tmp_path), PORTS, ADDRESS) == []


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


def test_the_robots_are_copied_to_where_notifications_may_read_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = tmp_path / "robots.json"
    given.write_text('{"群": "wecombot://key"}', "utf-8")
    monkeypatch.setenv("PAICHA_ROBOTS_FILE", str(given))
    folder = DataFolder(tmp_path / "data")
    folder.secret("notifications", "paicha_nats_password")
    told = {launch.name: launch.environment for launch in service_launches(folder, PORTS, ADDRESS)}
    copy = Path(told["notifications"]["PAICHA_ROBOTS_FILE"])
    assert copy.parent == folder.secrets("notifications")
    assert copy.read_text("utf-8") == given.read_text("utf-8")
    assert copy.stat().st_mode & 0o777 == 0o600
    given.unlink()
    with pytest.raises(Refusal, match="PAICHA_ROBOTS_FILE"):
        service_launches(folder, PORTS, ADDRESS)


def test_the_rules_are_copied_to_where_notifications_may_read_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = tmp_path / "rules.yaml"
    given.write_text("id: 镇", "utf-8")
    monkeypatch.setenv("PAICHA_REMINDERS_FILE", str(given))
    folder = DataFolder(tmp_path / "data")
    folder.secret("notifications", "paicha_nats_password")
    told = {launch.name: launch.environment for launch in service_launches(folder, PORTS, ADDRESS)}
    copy = Path(told["notifications"]["PAICHA_REMINDERS_FILE"])
    assert copy.parent == folder.secrets("notifications")
    assert copy.read_text("utf-8") == "id: 镇"
    assert "PAICHA_REMINDERS_FILE" not in told["reporting"]
    given.unlink()
    with pytest.raises(Refusal, match="PAICHA_REMINDERS_FILE"):
        service_launches(folder, PORTS, ADDRESS)


def test_a_demonstration_reminds_from_a_week_before_its_clock_starts(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path)
    folder.create()
    clock = demo_time(folder, None, demo=True, loads_from=datetime(2024, 11, 14, 1, tzinfo=UTC))
    assert clock is not None
    told = reminding_settings(folder, replace(ADDRESS, demo=True, demo_clock=True))
    assert told == {"PAICHA_REMIND_FROM": "2025-01-09T10:00:00+08:00"}
    assert reminding_settings(folder, ADDRESS) == {}
