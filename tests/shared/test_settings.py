"""Settings: from the environment or secret files; their table in the documentation is the code's."""

import re
import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pydantic import ValidationError

from services.notifications.channels.settings import ChannelSettings
from shared.clock import DemoTime
from shared.settings import load_settings, settings_rows, settings_table
from shared.version import VERSION
from tests.support.demo_clocks import keep_clock

REQUIRED = {
    "DATABASE_NAME": "registry", "DATABASE_USER": "registry", "NATS_USER": "registry", "NATS_PASSWORD": "n",
    "LISTEN_PORT": "8001", "ISSUER": "https://issuer.test", "JWKS": "/etc/paicha/jwks.json",
}  # fmt: skip
ROOT = Path(__file__).parents[2]
DOCUMENTED = (ROOT / "docs/settings.md").read_text("utf-8")
TOPS = ("shared", "services", "deploy", "tests", "benchmarks")


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in REQUIRED.items():
        monkeypatch.setenv(f"PAICHA_{name}", value)


def test_a_secret_comes_from_a_file_and_is_not_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "paicha_database_password").write_text("p@ss/word")
    monkeypatch.setenv("PAICHA_SECRETS_DIR", str(tmp_path))
    settings = load_settings()
    assert settings.database_dsn == "postgresql://registry:p%40ss%2Fword@127.0.0.1:5432/registry"
    assert "p@ss" not in repr(settings)


def test_the_environment_comes_before_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "paicha_nats_password").write_text("from-file")
    monkeypatch.setenv("PAICHA_SECRETS_DIR", str(tmp_path))
    monkeypatch.setenv("PAICHA_DATABASE_PASSWORD", "d")
    assert load_settings().nats_password.get_secret_value() == "n"


def test_a_socket_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAICHA_DATABASE_PASSWORD", "d")
    monkeypatch.setenv("PAICHA_DATABASE_HOST", "/run/pg")
    assert load_settings().database_dsn == "postgresql://registry:d@/registry?host=/run/pg&port=5432"


def test_what_is_missing_is_named() -> None:
    with pytest.raises(ValidationError, match="database_password"):
        load_settings()


def test_the_demo_clock_is_optional(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PAICHA_DATABASE_PASSWORD", "d")
    monkeypatch.setenv("PAICHA_DEMO_CLOCK_FILE", "")
    assert load_settings().clock().demo is None
    clock = DemoTime(start=datetime(2024, 12, 1, tzinfo=UTC), anchor=datetime.now(UTC), speed=60)
    monkeypatch.setenv("PAICHA_DEMO_CLOCK_FILE", str(keep_clock(tmp_path, clock)))
    assert load_settings().clock().demo == clock


def test_origins_are_listed_with_commas_and_nothing_is_listed_by_default(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PAICHA_DATABASE_PASSWORD", "d")
    assert load_settings().cors_origins == ()
    monkeypatch.setenv("PAICHA_CORS_ORIGINS", "")
    assert load_settings().cors_origins == ()
    monkeypatch.setenv("PAICHA_CORS_ORIGINS", "https://board.example, http://10.0.0.7:3000,")
    assert load_settings().cors_origins == ("https://board.example", "http://10.0.0.7:3000")


@pytest.mark.parametrize(
    "origin",
    ["*", "null", "board.example", "https://board.example/", "https://Board.example", "https://*.example"],
)
def test_what_no_browser_says_is_no_origin(monkeypatch: pytest.MonkeyPatch, origin: str) -> None:
    monkeypatch.setenv("PAICHA_DATABASE_PASSWORD", "d")
    monkeypatch.setenv("PAICHA_CORS_ORIGINS", f"https://board.example,{origin}")
    with pytest.raises(ValidationError, match="cors_origins"):
        load_settings()


def test_the_documented_table_is_the_codes() -> None:
    assert settings_table() in DOCUMENTED
    assert settings_rows(ChannelSettings, "`notifications`") in DOCUMENTED


def test_there_is_one_table_and_every_variable_is_in_it() -> None:
    assert DOCUMENTED.count("\n| --- |") == 1
    table = DOCUMENTED[DOCUMENTED.index("| variable ") :]
    sources = [path for top in TOPS for path in (ROOT / top).rglob("*.py")]
    read = {
        name
        for path in (*sources, ROOT / "docker-compose.yml", ROOT / "Makefile")
        for name in re.findall(r"PAICHA_[A-Z_]*[A-Z]", path.read_text("utf-8"))
    }
    assert {name for name in read if f"`{name}`" not in table} == set()


def test_the_version_is_the_projects() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert project["version"] == VERSION


@pytest.mark.parametrize(
    ("given", "read"),
    [("https://Paicha.Example/", "https://paicha.example"), ("http://10.0.0.7:8080", "http://10.0.0.7:8080")],
)
def test_the_public_address_is_printed_as_browsers_write_it(
    given: str, read: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PAICHA_DATABASE_PASSWORD", "d")
    monkeypatch.setenv("PAICHA_PUBLIC_URL", given)
    assert load_settings().public_url == read


@pytest.mark.parametrize(
    "given", ["paicha.example", "https://paicha.example/paicha", "https://x#y", "ftp://x"]
)
def test_a_public_address_that_would_lead_nowhere_is_refused(
    given: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PAICHA_DATABASE_PASSWORD", "d")
    monkeypatch.setenv("PAICHA_PUBLIC_URL", given)
    with pytest.raises(ValidationError, match="public_url"):
        load_settings()
