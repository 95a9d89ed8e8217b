"""A full disk and too little memory end a rebuild with a code and its position; what answers is untouched."""

import asyncio
import os
import subprocess
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path
from signal import SIGKILL
from tempfile import mkdtemp
from typing import Any

import asyncpg
import pytest

from tests.reporting.generations.building import apply, ended, held, pools, process, publish
from tests.reporting.generations.test_rebuilding import long_story
from tests.support.buses import TestBus
from tests.support.databases import TestDatabase


@pytest.fixture
async def database(service_database: Callable[[str], Awaitable[TestDatabase]]) -> TestDatabase:
    return await service_database("reporting")


class SmallDisk:
    """Of one megabyte, where the database's server sees it: on this machine it has mounts of its own."""

    def __init__(self, server: int, folder: Path) -> None:
        self._server, self.folder = server, folder

    def run(self, *command: str) -> bool:
        inside = ["nsenter", f"--target={self._server}", "--mount", *command]
        return subprocess.run(inside, capture_output=True, check=False).returncode == 0

    def mount(self) -> bool:
        status = Path(f"/proc/{self._server}/status").read_text("ascii").splitlines()
        user = next(line.split()[1] for line in status if line.startswith("Uid:"))
        options = f"size=1m,mode=0700,uid={user}"
        return self.run("mount", "-t", "tmpfs", "-o", options, "tmpfs", str(self.folder))


@pytest.fixture
def place_of_disk() -> Iterator[Path]:
    folder = Path(mkdtemp(prefix="paicha-small-", dir="/tmp"))
    folder.chmod(0o755)
    yield folder
    folder.rmdir()


@pytest.fixture
async def small_disk(database: TestDatabase, place_of_disk: Path) -> AsyncIterator[SmallDisk]:
    """New generations of this database are written to it."""
    admin = await asyncpg.connect(database.admin_dsn)
    folder = place_of_disk
    disk = SmallDisk(await admin.fetchval("select pg_backend_pid()"), folder)
    if not await asyncio.to_thread(disk.mount):
        pytest.skip("no server of this machine's own, or nobody may mount")
    await admin.execute(f"create tablespace small location '{folder}'")
    await admin.execute("grant create on tablespace small to public")
    role = f"alter role reporting_rebuild in database {database.name}"
    await admin.execute(f"{role} set default_tablespace = small")
    yield disk
    await admin.execute(f"{role} reset default_tablespace")
    await admin.execute("select public.drop_generation(name) from generations where name <> 'public'")
    await admin.execute("drop tablespace small")
    await asyncio.to_thread(disk.run, "umount", "--lazy", str(folder))
    await admin.close()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can mount a small disk")
async def test_a_full_disk(bus: TestBus, database: TestDatabase, small_disk: SmallDisk) -> None:
    story = long_story()
    async with pools(database) as (own, _):
        await publish(bus, story)
        await apply(own, story)
        before = await held(own, "public")
        code, last = await ended(process(database, bus))
        failed: Any = last["failed"]
        assert (code, failed["code"]) == (1, "disk_full"), last
        assert failed["at"]["step"] in ("rows", "marks")
        assert await held(own, "public") == before, "what answers is untouched"
        assert await asyncio.to_thread(
            small_disk.run, "mount", "-o", "remount,size=64m", str(small_disk.folder)
        )
        code, last = await ended(process(database, bus))
        assert code == 0, last
        assert await held(own, "figures_2") == before


async def test_a_process_that_is_killed_for_its_memory(bus: TestBus, database: TestDatabase) -> None:
    """As the kernel does where memory is capped. It is said, and the next one goes on."""
    story = long_story(40)
    async with pools(database) as (own, _):
        await publish(bus, story)
        await apply(own, story)
        running = process(database, bus, REBUILD_PROCESSES="1")
        async with asyncio.timeout(60):
            while not (workers := _workers(running.pid)):
                await asyncio.sleep(0.05)
        os.kill(workers[0], SIGKILL)
        code, last = await ended(running)
        failed: Any = last["failed"]
        assert (code, failed["code"], failed["at"]["step"]) == (1, "out_of_memory", "rows"), last
        code, last = await ended(process(database, bus))
        assert code == 0, last


async def test_memory_that_is_not_given(bus: TestBus, database: TestDatabase) -> None:
    """How much is too little differs; what it says does not: neither a traceback, nor that nothing moves."""
    story = long_story(40)
    async with pools(database) as (own, _):
        await publish(bus, story)
        await apply(own, story)
        for megabytes in (260, 330):
            limited = ("prlimit", f"--as={megabytes * 1_000_000}")
            code, last = await ended(process(database, bus, *limited, REBUILD_PROCESSES="1"))
            failed: Any = last.get("failed", {"code": None})
            assert (code, failed["code"]) in ((1, "out_of_memory"), (0, None)), last


def _workers(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()
    return [int(each) for each in children if b"spawn_main" in Path(f"/proc/{each}/cmdline").read_bytes()]
