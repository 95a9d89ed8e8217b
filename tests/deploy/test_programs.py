"""What services are told by `paicha up`."""

from pathlib import Path

import pytest

from deploy.embedded.folder import DataFolder
from deploy.embedded.programs import service_launches
from deploy.embedded.running import Address
from shared.bus.permissions import SERVICES

ADDRESS = Address("http://127.0.0.1:8123", "nats://127.0.0.1:4222", "http://127.0.0.1:8123/issuer")
PORTS = {"postgres": 5432} | dict.fromkeys(SERVICES, 8001)


@pytest.mark.parametrize(
    ("given", "told"), [("", ADDRESS.url), ("https://paicha.example", "https://paicha.example")]
)
def test_printed_reports_name_the_gateway_or_what_the_operator_says(
    given: str, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PAICHA_PUBLIC_URL", given)
    launches = service_launches(DataFolder(tmp_path), PORTS, ADDRESS)
    assert {launch.environment["PAICHA_PUBLIC_URL"] for launch in launches} == {told}
