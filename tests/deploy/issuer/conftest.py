"""An issuer of a test's own; and passwords that take no time."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from deploy.embedded.folder import DataFolder
from tests.deploy.issuer.clients import Issuer, cheap_passwords, prepared, running


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    cheap_passwords(monkeypatch)


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    return prepared(tmp_path)


@pytest.fixture
async def issuer(folder: DataFolder) -> AsyncIterator[Issuer]:
    async with running(folder) as issuer:
        yield issuer
