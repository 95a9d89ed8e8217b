"""`python -m shared.bus`, as a container runs it: streams lost while running are made anew and refilled."""

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from shutil import copytree, ignore_patterns, rmtree

from nats.errors import Error as NatsError

from deploy.embedded.folder import ROOT
from shared.bus.jetstream import INTAKE, LOGS, jetstream_of, log_stream
from shared.bus.users import PROVISIONER, SYSTEM
from shared.event_log.read import read_after
from shared.relay.batches import nats_subject_of
from tests.support.buses import TestBus
from tests.support.logs import TestLog, write
from tests.support.relaying import assert_same_bytes, equal_again, eventually, running_relay, service_bus
from tests.support.servers import PASSWORD, Running


class Tending:
    """The process in a folder that holds nothing but `shared/`, and its health as a container asks for it."""

    def __init__(self, folder: Path, url: str) -> None:
        folder.mkdir()
        self._folder = folder
        copytree(ROOT / "shared", folder / "shared", ignore=ignore_patterns("__pycache__"))
        for user in (PROVISIONER, SYSTEM):
            (folder / f"{user}_nats_password").write_text(PASSWORD)
        told = {"PAICHA_NATS_URL": url, "PAICHA_SECRETS_DIR": str(folder), "TMPDIR": str(folder)}
        self._environment = os.environ | told
        self.process = subprocess.Popen(
            [sys.executable, "-m", "shared.bus"],
            cwd=folder,
            env=self._environment,
            stdout=subprocess.DEVNULL,
        )

    async def until_healthy(self) -> None:
        command = [sys.executable, "-m", "shared.bus.tended"]
        async with asyncio.timeout(30):
            while await asyncio.to_thread(subprocess.call, command, cwd=self._folder, env=self._environment):
                await asyncio.sleep(0.1)


@asynccontextmanager
async def tending(folder: Path, url: str) -> AsyncIterator[Tending]:
    process = Tending(folder, url)
    try:
        yield process
    finally:
        process.process.terminate()
        code = await asyncio.to_thread(process.process.wait, 20)
    assert code == 0


async def there(bus: TestBus) -> None:
    """All streams, and both consumers of INTAKE."""
    js = (await bus.connect(PROVISIONER)).jetstream(timeout=30)
    async with asyncio.timeout(30):
        while True:
            try:
                for stream in (*map(jetstream_of, LOGS), INTAKE):
                    await js.stream_info(stream)
                for service in ("registry", "hazards"):
                    await js.consumer_info(INTAKE, service)
            except NatsError:
                await asyncio.sleep(0.05)
            else:
                return


async def test_a_store_that_is_deleted_while_running(
    log: TestLog, own_nats_server: Running, tmp_path: Path
) -> None:
    bus = TestBus(own_nats_server.server.url)
    async with tending(tmp_path / "image", bus.url) as streams:
        await streams.until_healthy()
        await there(bus)
        async with service_bus(bus.url) as own, running_relay(log, own) as relay:
            await write(await log.connect(), 1_500)
            await eventually(lambda: relay.position == 1_500)
            own_nats_server.kill()
            rmtree(own_nats_server.server.folder / "store")
            await asyncio.to_thread(own_nats_server.start)
            await there(bus)
            await equal_again(relay, patience=40)
            assert await assert_same_bytes(log, own) == 1_500
            await streams.until_healthy()
    await bus.close()


async def damage(log: TestLog, bus: TestBus, *, last: bytes | None = None) -> None:
    """The first four positions are gone; `last` stands where the log has something else."""
    js = (await bus.connect(PROVISIONER)).jetstream(timeout=30)
    await js.delete_stream("HAZARDS")
    config = log_stream("hazards")
    config.first_seq = 5
    await js.add_stream(config)
    service = (await bus.connect("hazards")).jetstream(timeout=30)
    raws = [row.raw for row in await read_after(await log.connect(), 4, 100)]
    for raw in raws if last is None else [*raws[:-1], last]:
        await service.publish(nats_subject_of(raws[0]), raw)


async def first_position(bus: TestBus) -> int:
    js = (await bus.connect(PROVISIONER)).jetstream(timeout=30)
    return (await js.stream_info("HAZARDS")).state.first_seq


async def test_what_is_damaged_or_deleted_on_a_running_server(
    log: TestLog, own_bus: TestBus, tmp_path: Path
) -> None:
    async with (
        service_bus(own_bus.url) as own,
        running_relay(log, own) as relay,
        tending(tmp_path / "image", own_bus.url),
    ):
        await write(await log.connect(), 20)
        await eventually(lambda: relay.position == 20)
        await damage(log, own_bus)
        await (await own_bus.connect(PROVISIONER)).jetstream(timeout=30).delete_consumer(INTAKE, "registry")
        await equal_again(relay, patience=40)
        assert await assert_same_bytes(log, own) == 20
        await there(own_bus)


async def test_a_damaged_stream_that_differs_from_its_log_is_an_operators(
    log: TestLog, own_bus: TestBus, tmp_path: Path
) -> None:
    async with service_bus(own_bus.url) as own, running_relay(log, own) as relay:
        await write(await log.connect(), 20)
        await eventually(lambda: relay.position == 20)
        await damage(log, own_bus, last=b"{}")
        await eventually(lambda: relay.fence.halted)
        async with tending(tmp_path / "image", own_bus.url) as streams:
            await streams.until_healthy()
            assert await first_position(own_bus) == 5
