"""Rebuilding from an archive: as far as it goes, and never from one that is not what was recorded."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from services.reporting.generations.settings import From
from services.reporting.generations.source import Source
from shared.archive.manifest import Manifest
from shared.archive.reading import Damaged
from shared.problems import Rejected
from tests.reporting.generations.building import apply, archived, held, pools, publish, rebuilt
from tests.reporting.telling import found
from tests.reporting.two_towns import two_towns
from tests.support.buses import TestBus
from tests.support.databases import TestDatabase


@pytest.fixture
async def database(service_database: Callable[[str], Awaitable[TestDatabase]]) -> TestDatabase:
    return await service_database("reporting")


@pytest.mark.parametrize("only_archived", [False, True])
async def test_the_archive_and_then_the_stream(
    bus: TestBus, database: TestDatabase, tmp_path: Path, only_archived: bool
) -> None:
    """`archive`: the rest is followed step by step. `both`: the rest is taken in too."""
    story = two_towns()
    source = Source.of(None, str(archived(tmp_path, story, 0.6, at_once=3)))
    assert 0 < source.archived("hazards") < story.positions["hazards"]
    async with pools(database) as (own, rebuilding):
        await publish(bus, story)
        await apply(own, story)
        compared, told = await rebuilt(bus, rebuilding, source=source, only_archived=only_archived)
        assert compared["equal"], compared
        assert compared["positions"] == story.positions
        assert await held(own, "figures_2") == await held(own, "public")
        archive = sum(source.archived(log) for log in story.logs)
        assert told[0]["total"] == (archive if only_archived else sum(story.positions.values()))


async def test_what_lies_in_the_archive_is_not_asked_of_the_stream(
    database: TestDatabase, bus: TestBus, tmp_path: Path
) -> None:
    """Of which nothing was published at all."""
    story = two_towns()
    source = Source.of(From.BOTH, str(archived(tmp_path, story)))
    async with pools(database) as (own, rebuilding):
        await apply(own, story)
        compared, _ = await rebuilt(bus, rebuilding, source=source)
        assert compared["equal"], compared


async def test_what_was_altered_is_not_taken_in(bus: TestBus, database: TestDatabase, tmp_path: Path) -> None:
    """The file of another story in its place: the chain of each is whole, and the manifest's hash another."""
    story, other = two_towns(), two_towns()
    found(other, "h98")
    found(story, "h99")
    for name, told in (("own", story), ("other", other)):
        archived(tmp_path / name, told, at_once=1000)
    (own_file,), (other_file,) = (
        sorted((tmp_path / name / "hazards").glob("*.parquet")) for name in ("own", "other")
    )
    own_file.write_bytes(other_file.read_bytes())
    async with pools(database) as (own, rebuilding):
        await publish(bus, story)
        await apply(own, story)
        before = await held(own, "public")
        with pytest.raises(Damaged) as damaged:
            await rebuilt(bus, rebuilding, source=Source.of(From.BOTH, str(tmp_path / "own")))
        assert damaged.value.finding.what == "hash"
        assert (
            await rebuilding.fetchval("select max(position) from figures_2.checkpoints where log = 'hazards'")
            is None
        )
        compared, _ = await rebuilt(bus, rebuilding)
        assert compared["equal"], "from the stream it goes on where it ended"
        assert await held(own, "public") == before


def test_where_there_is_no_archive(tmp_path: Path) -> None:
    assert not Source.of(None, str(tmp_path)).archives
    assert not Source.of(None, "").archives
    with pytest.raises(Rejected, match="no_archive"):
        Source.of(From.ARCHIVE, str(tmp_path))
    story = two_towns()
    lies = {log: (tmp_path / log / log, story) for log in story.logs}
    for path, told in lies.values():
        archived(path.parent, told)
    assert {log: place for log, (place, _) in Source.of(From.BOTH, str(tmp_path)).archives.items()} == {
        log: str(path.parent / log) for log, (path, _) in lies.items()
    }, "as containers have it, each in a volume of its own"
    assert isinstance(Source.of(None, str(tmp_path)).archives["hazards"][1], Manifest)
