"""The benchmark at its smallest, ours alone: it fails where something is broken, never on a time."""

from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from benchmarks.append import measure_appends
from benchmarks.bulk import measure_bulk
from benchmarks.compared import ours_alone
from benchmarks.meter import Meter
from benchmarks.peers import OURS
from benchmarks.relay import measure_relay
from benchmarks.report.printed import printed
from benchmarks.results import Results
from benchmarks.servers import Servers
from benchmarks.stored.run import measure_stored
from benchmarks.workload import TINY
from tests.support.buses import TestBus


@pytest.fixture
def servers(postgres: str, bus: TestBus) -> Servers:
    return Servers(postgres, bus.url, {})


@pytest.fixture
def results(tmp_path: Path) -> Results:
    return Results("tiny", tmp_path)


def unsaid(_: str) -> None:
    pass


async def test_commands_one_by_one_and_in_bulk(servers: Servers, results: Results) -> None:
    async with AsyncExitStack() as stack:
        side, owner_dsn = await ours_alone(servers.postgres, stack)
        cases = measure_appends([side], TINY, unsaid)
        bulk = await measure_bulk(side, owner_dsn, servers, Meter(), TINY.bulk_streams)
    assert {(case["payload"], case["streams"]) for case in cases} == {
        (payload, streams) for payload in ("256", "real") for streams in ("new", "existing", "again")
    }
    for case in cases:
        measured = case["sides"][OURS]
        assert measured["rate"] > 0
        shares = list(measured["shares_ms"].values())
        assert shares == sorted(shares)
    assert bulk["real"]["stored_bytes"] > 256
    assert bulk["256"]["wal_bytes"] > 256
    assert sum(bulk["256"]["cpu_us"].values()) > 0
    results.keep("append", cases, [])
    assert "| 256 bytes, 4 callers, new streams" in "\n".join(printed(results))


async def test_relayed_verified_archived_replayed_projected_rebuilt(
    servers: Servers, results: Results
) -> None:
    relay = await measure_relay(servers, Meter(), TINY.relayed)
    assert relay["rate"] > 0
    assert relay["stream_bytes"] > 200
    stored = await measure_stored(servers, Meter(), TINY, unsaid)
    assert stored["events"] > TINY.stored_facts
    rebuilds = stored["rebuild"], stored["rebuild_archive"]
    paths = (*stored["archive"].values(), stored["live"], stored["projection"], *rebuilds)
    assert len(paths) == 7
    assert all(path["rate"] > 0 and sum(path["cpu_us"].values()) > 0 for path in paths)
    assert 0 < stored["archive"]["write"]["bytes"] < stored["event_bytes"]
    assert stored["projection"]["stored_bytes"] > 0
    results.keep("stored", stored, ["a machine"])
    told = "\n".join(printed(results))
    assert "| rebuild from the archive, until it is counted" in told
    assert "stored: " in told
    assert "a machine" in told
