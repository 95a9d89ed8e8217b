"""One deployment and one browser for each file of tests: what one story publishes, no other must see."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.e2e.deployment import Deployment, deployed
from tests.support.browsers import open_browser


@pytest.fixture(scope="module")
def deployment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployment]:
    with deployed(tmp_path_factory.mktemp("deployment")) as deployment:
        yield deployment


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with open_browser() as browser:
        yield browser
