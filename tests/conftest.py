"""Real Postgres and NATS for tests, started at first use, one pair per worker; a database per test."""

import asyncio
import logging
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack
from pathlib import Path
from random import SystemRandom

import pytest
import structlog
from hypothesis import HealthCheck, settings

from tests.crash.summary import pytest_terminal_summary  # noqa: F401 - a hook of pytest
from tests.support.buses import TestBus, fresh_bus
from tests.support.databases import TestDatabase, fresh_database
from tests.support.logs import TestLog, created_log
from tests.support.migrated import Migrated
from tests.support.servers import Running, nats_for_tests, own_nats, own_postgres, postgres_for_tests

# How long an example takes says more about what else the machine does than about the code.
settings.register_profile("busy machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("busy machine")


_SERVERS = {"postgres", "nats_url", "own_nats_server", "own_postgres_server", "deployment"}
_WHOLE_FOLDERS = ("crash", "e2e", "deploy", "integration")
"""What takes longest begins first: at the end only short ones are left to share out."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """`-m "not servers"` runs what is pure: seconds instead of minutes."""
    items.sort(key=lambda item: _order(_folder(item)))
    for item in items:
        folder = _folder(item)
        if folder in _WHOLE_FOLDERS or _SERVERS & set(getattr(item, "fixturenames", ())):
            item.add_marker("servers")


def _folder(item: pytest.Item) -> str:
    return item.path.relative_to(Path(__file__).parent).parts[0]


def _order(folder: str) -> int:
    return _WHOLE_FOLDERS.index(folder) if folder in _WHOLE_FOLDERS else len(_WHOLE_FOLDERS)


def _log_plainly() -> None:
    """structlog's own default draws tracebacks with every local variable: seconds for each that is logged."""
    structlog.reset_defaults()
    structlog.configure(
        processors=[structlog.processors.format_exc_info, structlog.processors.JSONRenderer(default=repr)]
    )


@pytest.fixture(scope="session", autouse=True)
def plain_logs() -> None:
    """Also of what is set up once."""
    _log_plainly()


@pytest.fixture(autouse=True)
def plain_logs_again() -> None:
    """A command or a service that ran within a test has made them otherwise for all that come after it."""
    _log_plainly()


@pytest.fixture
def seed() -> int:
    """Of whatever a test draws at random; a failing test prints how to draw the same again."""
    seed = int(os.environ.get("PAICHA_SEED", SystemRandom().randrange(10**6)))
    logging.getLogger(__name__).warning("the same again with PAICHA_SEED=%d", seed)
    return seed


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A superuser's DSN of a cluster that all tests of this worker share."""
    with postgres_for_tests(tmp_path_factory.mktemp("postgres")) as dsn:
        yield dsn


@pytest.fixture
async def database(postgres: str) -> AsyncIterator[TestDatabase]:
    """An empty database; its roles are `hazards_owner` and `hazards`."""
    async with fresh_database(postgres, "hazards") as database:
        yield database


@pytest.fixture(scope="session")
def migrated(postgres: str) -> Iterator[Migrated]:
    """A database of each service as its migrations leave it, made at first use and copied from then on."""
    databases = Migrated(postgres)
    yield databases
    asyncio.run(databases.drop())


@pytest.fixture
async def service_database(migrated: Migrated) -> AsyncIterator[Callable[[str], Awaitable[TestDatabase]]]:
    """`await service_database("registry")`: a database migrated as that service has it."""
    async with AsyncExitStack() as stack:

        async def create(service: str) -> TestDatabase:
            return await stack.enter_async_context(migrated.copy(service))

        yield create


@pytest.fixture(scope="session")
def nats_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with nats_for_tests(tmp_path_factory.mktemp("nats")) as url:
        yield url


@pytest.fixture
async def bus(nats_url: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[TestBus]:
    """Empty streams; `await bus.connect(user)` for the provisioner, a service or one of `PUBLISHERS`."""
    async with fresh_bus(nats_url, tmp_path_factory.getbasetemp().parent) as bus:
        yield bus


@pytest.fixture
def own_nats_server(tmp_path: Path) -> Iterator[Running]:
    """A NATS of this test's own, without streams; `TestBus(running.server.url)` connects to it."""
    running = Running(own_nats(tmp_path))
    running.start()
    yield running
    running.stop()


@pytest.fixture
def own_postgres_server(tmp_path: Path) -> Iterator[Running]:
    """A Postgres of this test's own, to be killed and started; `.server.dsn()` is its superuser's DSN."""
    running = Running(own_postgres(tmp_path))
    running.start()
    yield running
    running.stop()


@pytest.fixture
async def log(database: TestDatabase) -> AsyncIterator[TestLog]:
    """The log `hazards`, empty."""
    async with created_log(database) as log:
        yield log


@pytest.fixture
async def own_bus(own_nats_server: Running) -> AsyncIterator[TestBus]:
    """Streams on a server of this test's own."""
    bus = TestBus(own_nats_server.server.url)
    await bus.fresh_streams()
    yield bus
    await bus.close()
