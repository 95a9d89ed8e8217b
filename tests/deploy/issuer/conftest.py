"""An issuer of a test's own; and passwords that take no time."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from deploy.embedded.folder import DataFolder
from tests.deploy.issuer.clients import Issuer, cheap_passwords, prepared, running


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    cheap_passwords(monkeypatch)


@pytest.fixture(scope="session")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return prepared(tmp_path_factory.mktemp("issuer")).path


@pytest.fixture
def folder(untouched: Path, tmp_path: Path) -> DataFolder:
    return DataFolder(shutil.copytree(untouched, tmp_path / "data"))


@pytest.fixture
async def issuer(folder: DataFolder) -> AsyncIterator[Issuer]:
    async with running(folder) as issuer:
        yield issuer
