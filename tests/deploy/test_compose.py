"""docker-compose.yml: a valid Compose file in which every secret, image and mount is really there."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from joserfc.jwk import ECKey

from deploy.compose.prepare import prepare
from deploy.embedded.folder import ROOT, DataFolder
from deploy.servers.nats import Nats
from services.notifications.channels.settings import ChannelSettings, load_channel_settings
from shared.bus.users import SERVICES
from shared.identity.api_keys import ApiKeys
from shared.identity.identity import Identity
from shared.identity.signing_keys import SigningKeys
from shared.identity.tokens import TokenVerifier

COMPOSE = ROOT / "docker-compose.yml"


def compose() -> dict[str, Any]:
    document: dict[str, Any] = yaml.safe_load(COMPOSE.read_text("utf-8"))
    return document


def test_it_keeps_to_the_compose_schema() -> None:
    checker = Path(sys.executable).with_name("check-jsonschema")
    subprocess.run([checker, "--builtin-schema", "vendor.compose-spec", COMPOSE], check=True)


def test_what_is_prepared_is_what_is_mounted(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path)
    prepare(folder)
    assert (tmp_path / "channels").stat().st_mode & 0o777 == 0o755, "where the operator puts passwords"
    first = {path: path.read_bytes() for path in (tmp_path / "secrets").rglob("*") if path.is_file()}
    for name, secret in compose()["secrets"].items():
        assert (tmp_path / secret["file"].removeprefix(".compose/")).stat().st_size, name
    prepare(folder)
    assert first == {path: path.read_bytes() for path in first}
    keys = json.loads(folder.api_keys.read_text("utf-8"))["keys"]
    assert {key["name"]: key["role"] for key in keys} == {"prometheus": "operator", "grafana": "dashboard"}


async def test_prepared_keys_are_taken_as_prometheus_and_grafana_send_them(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path)
    folder.secret("prometheus", "key")  # as an earlier release made it, which no service takes
    prepare(folder)
    identity = Identity(TokenVerifier("", "", SigningKeys(str(folder.issuer))), ApiKeys(folder.api_keys))
    scraper, board = ((folder.secrets(name) / "key").read_text("utf-8") for name in ("prometheus", "grafana"))
    assert (await identity.account({"authorization": f"Bearer {scraper}"})).role == "operator"
    assert (await identity.account({"x-api-key": board})).role == "dashboard"


def test_sessions_of_browsers_are_signed_by_the_registry_and_taken_by_all(tmp_path: Path) -> None:
    folder, document = DataFolder(tmp_path), compose()
    prepare(folder)
    mounted = {
        name: tmp_path / of["file"].removeprefix(".compose/") for name, of in document["secrets"].items()
    }
    holders = {name for name, of in document["services"].items() if "session_key" in of.get("secrets", ())}
    assert holders == {"registry"}
    key = ECKey.import_key(json.loads(mounted["session_key"].read_text("utf-8")))
    (public,) = json.loads(mounted["session_jwks"].read_text("utf-8"))["keys"]
    assert public == key.as_dict(private=False)
    for name in SERVICES:
        service = document["services"][name]
        assert service["environment"]["PAICHA_SESSION_JWKS"] == "/run/secrets/session_jwks"
        assert "session_jwks" in service["secrets"]
    environment = document["services"]["registry"]["environment"]
    assert environment["PAICHA_SESSION_KEY_FILE"] == "/run/secrets/session_key"


def test_nats_takes_the_prepared_configuration(tmp_path: Path) -> None:
    prepare(DataFolder(tmp_path))
    server = Nats(tmp_path, 0, tmp_path / "log", {}).launch().argv[0]
    subprocess.run([server, "-t", "-c", tmp_path / "nats.conf"], check=True, capture_output=True)


def test_services_are_alike_and_closed() -> None:
    services = compose()["services"]
    for name in SERVICES:
        service = services[name]
        assert service["build"]["args"] == {"SERVICE": name}
        assert service["read_only"]
        assert service["cap_drop"] == ["ALL"]
        assert "ports" not in service
        assert service["environment"]["PAICHA_DATABASE_USER"] == name
        assert not [key for key in service["environment"] if "PASSWORD" in key]


def test_notifications_is_told_of_every_channel_and_secrets_are_files() -> None:
    service = compose()["services"]["notifications"]
    fields = ChannelSettings.model_fields
    secret = {name for name, field in fields.items() if "SecretStr" in str(field.annotation)}
    told = {name.removeprefix("PAICHA_").lower() for name in service["environment"]}
    assert told & fields.keys() == fields.keys() - secret
    assert secret >= {"smtp_password", "sms_secret", "aliyun_key_secret", "aliyun_report_token"}
    assert service["volumes"] == ["./.compose/channels:/run/channels:ro"]
    assert service["environment"]["PAICHA_CHANNEL_SECRETS_DIR"] == "/run/channels"


def test_what_is_left_empty_is_not_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in compose()["services"]["notifications"]["environment"].items():
        if value.endswith(":-}"):
            monkeypatch.setenv(name, "")
    monkeypatch.setenv("PAICHA_CHANNEL_SECRETS_DIR", str(tmp_path))
    assert load_channel_settings().smtp_host is None
    monkeypatch.setenv("PAICHA_SMTP_HOST", "mail.example")
    monkeypatch.setenv("PAICHA_SMTP_FROM", "anwei@town.example")
    monkeypatch.setenv("PAICHA_SMTP_USER", "anwei")
    (tmp_path / "paicha_smtp_password").write_text("of-the-file\n")
    password = load_channel_settings().smtp_password
    assert password is not None
    assert password.get_secret_value() == "of-the-file"


def test_services_start_when_the_streams_are_in_order_and_somebody_stays_to_look_after_them() -> None:
    """tests/bus/test_streams_tended.py runs both commands."""
    services = compose()["services"]
    assert services["provision"]["command"] == ["python", "-m", "shared.bus"]
    assert services["provision"]["healthcheck"]["test"] == ["CMD", "python", "-m", "shared.bus.tended"]
    assert services["provision"]["restart"] == "unless-stopped"
    for name in SERVICES:
        assert services[name]["depends_on"]["provision"] == {"condition": "service_healthy"}


def test_no_container_writes_logs_without_end() -> None:
    for name, service in compose()["services"].items():
        assert set(service["logging"]["options"]) == {"max-size", "max-file"}, name


def test_every_mounted_file_exists() -> None:
    for service in compose()["services"].values():
        for volume in service.get("volumes", []):
            source = volume.partition(":")[0]
            prepared = source.startswith("./.compose/")
            assert prepared or not source.startswith(".") or (ROOT / source).exists(), source
