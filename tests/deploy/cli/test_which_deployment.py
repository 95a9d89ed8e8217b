"""Which deployment an operator's command asks, and as whom: the environment first, then the data folder."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from deploy.cli.gateway import Gateway, gateway
from deploy.cli.healing import Healing
from deploy.embedded.folder import DataFolder
from deploy.embedded.issuer.keys import ensure_keys
from deploy.embedded.lock import held
from deploy.embedded.refusal import Refusal
from deploy.embedded.running import Address, write_address
from deploy.publishing.connection import BusAccess, publisher_access

HERE, HERE_BUS = "http://127.0.0.1:8080", "nats://127.0.0.1:4222"
THERE, THERE_BUS = "https://paicha.example", "nats://paicha.example"
VARIABLES = (
    "PAICHA_URL",
    "PAICHA_TOKEN",
    "PAICHA_NATS_URL",
    "PAICHA_NATS_USER",
    "PAICHA_NATS_PASSWORD",
    "PAICHA_NATS_PROVISIONER_PASSWORD",
)


@pytest.fixture
def running(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder of a deployment that runs; nothing is set in the environment."""
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    folder = DataFolder(tmp_path)
    folder.create()
    ensure_keys(folder)
    write_address(folder, Address(HERE, HERE_BUS, f"{HERE}/issuer"))
    with held(folder):
        yield tmp_path


def test_without_an_environment_the_folder_and_a_token_of_its_own_issuer(running: Path) -> None:
    asked = gateway(running, "operator")
    assert asked.url == HERE
    assert asked.token.count(".") == 2, "a signed token"
    assert publisher_access(running).url == HERE_BUS


def test_a_token_alone_is_used_on_the_folders_deployment(
    running: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PAICHA_TOKEN", "given")
    asked = gateway(running, "operator")
    assert (asked.url, asked.token) == (HERE, "given")


def test_an_address_wins_over_the_folder_and_says_so(
    running: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PAICHA_URL", THERE)
    monkeypatch.setenv("PAICHA_TOKEN", "given")
    asked = gateway(running, "operator")
    assert (asked.url, asked.token) == (THERE, "given")
    assert "--data is not used" in capsys.readouterr().err
    gateway(None, "operator")
    assert capsys.readouterr().err == ""


def of_the_gateway(folder: Path) -> object:
    return gateway(folder, "operator")


def of_the_publisher(folder: Path) -> object:
    return publisher_access(folder)


def of_the_provisioner(folder: Path) -> object:
    return provisioner(folder)


def provisioner(folder: Path) -> BusAccess:
    return Healing(Gateway(THERE, "given"), folder, "log").provisioner()


@pytest.mark.parametrize(
    ("asking", "needed"),
    [
        (of_the_gateway, "PAICHA_TOKEN"),
        (of_the_publisher, "PAICHA_NATS_PASSWORD"),
        (of_the_provisioner, "PAICHA_NATS_PROVISIONER_PASSWORD"),
    ],
)
def test_an_address_without_its_secret_is_refused_and_not_mixed_with_the_folder(
    running: Path, monkeypatch: pytest.MonkeyPatch, asking: Callable[[Path], object], needed: str
) -> None:
    monkeypatch.setenv("PAICHA_URL", THERE)
    with pytest.raises(Refusal, match=needed) as refused:
        asking(running)
    assert refused.value.usage


def test_the_bus_of_the_environment(running: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert provisioner(running).url == HERE_BUS
    monkeypatch.setenv("PAICHA_NATS_URL", THERE_BUS)
    monkeypatch.setenv("PAICHA_NATS_PASSWORD", "secret")
    monkeypatch.setenv("PAICHA_NATS_PROVISIONER_PASSWORD", "secret")
    assert publisher_access(None) == BusAccess(THERE_BUS, "paicha", "secret")
    with pytest.raises(Refusal, match="take one of them away") as refused:
        publisher_access(running)
    assert refused.value.usage
    assert provisioner(running).url == HERE_BUS, "the gateway is the folder's"
    monkeypatch.setenv("PAICHA_URL", THERE)
    assert provisioner(running) == BusAccess(THERE_BUS, "provisioner", "secret")
