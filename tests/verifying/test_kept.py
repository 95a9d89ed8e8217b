"""Tree, checkpoints and archive of a log: each check finds its own; what an attacker does is named."""

import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace

import msgspec
import pytest
import pytest_asyncio
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from shared.archive.folder import FolderStore
from shared.archive.manifest import NAME
from shared.archive.parquet import SegmentWriter
from shared.archive.segment import Entry, file_name
from shared.canonical import digest
from shared.event_log.chain import Chain
from shared.event_log.head import read_head
from shared.event_log.read import Stored
from shared.events.envelope import Envelope
from shared.migrations import upgrade
from shared.sealing.checkpoint import SealedCheckpoint
from shared.sealing.growing import grow
from shared.verifying.archived import ARCHIVE_CHECKS
from shared.verifying.seals import SEAL_CHECKS
from shared.verifying.tiles import TREE_CHECKS
from tests.support.databases import fresh_database
from tests.support.logs import build
from tests.verifying.kept import COUNT, SIZES, KeptLog, kept_log
from tests.verifying.tampering import rehashed

Found = list[tuple[str, str, int]]
Tamper = Callable[[KeptLog], Awaitable[None]]


pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def world(postgres: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[KeptLog]:
    """Made once: it takes longer than all that is done to it."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        async with fresh_database(postgres, "hazards") as database:
            await upgrade("hazards", database.owner_dsn)
            async with kept_log(database, tmp_path_factory.mktemp("kept"), monkeypatch) as made:
                yield made


@pytest_asyncio.fixture(loop_scope="module")
async def kept(world: KeptLog) -> AsyncIterator[KeptLog]:
    yield world
    await world.put_back()


async def another_leaf(kept: KeptLog) -> None:
    at = (300 - 256 - 1) * 32 + 1
    await kept.altered(
        "update tree_tiles set hashes = overlay(hashes placing $1::bytea from $2 for 32) "
        "where level = 0 and number = 1",
        bytes(32),
        at,
    )


async def another_root(kept: KeptLog) -> None:
    await kept.altered("update tree_tiles set root = sha256(root) where number = 1")


async def a_tile_lost(kept: KeptLog) -> None:
    await kept.altered("delete from tree_tiles where number = 0")


async def a_tile_too_many(kept: KeptLog) -> None:
    await kept.altered("insert into tree_tiles values (0, 5, $1, $1)", bytes(32))


async def _sealed(kept: KeptLog, checkpoint: SealedCheckpoint, key: Ed25519PrivateKey | None = None) -> None:
    kept.log.folder.keep(checkpoint.signed(key or kept.key.private))


async def forged(kept: KeptLog) -> None:
    await _sealed(kept, await kept.checkpoint(500), Ed25519PrivateKey.generate())


async def removed(kept: KeptLog) -> None:
    kept.log.folder.notes()[0].unlink()


async def sealed_beyond(kept: KeptLog) -> None:
    await _sealed(kept, replace(await kept.checkpoint(COUNT), size=900))


async def sealed_with_another_root(kept: KeptLog) -> None:
    await _sealed(kept, replace(await kept.checkpoint(500), root=bytes(32)))


async def sealed_with_another_chain(kept: KeptLog) -> None:
    await _sealed(kept, replace(await kept.checkpoint(500), chain="0" * 64))


async def a_segment_lost(kept: KeptLog) -> None:
    (kept.archive / kept.manifest.segments[1].file).unlink()


async def an_archive_of_another_log(kept: KeptLog) -> None:
    kept.write_manifest(msgspec.structs.replace(kept.manifest, log_id="another", checkpoint=None))


def _segment(kept: KeptLog, start: Chain, raws: list[bytes]) -> Entry:
    store = FolderStore(kept.archive)
    with store.draft() as draft:
        writer = SegmentWriter(draft, start)
        writer.add(raws)
        segment = writer.finish(kept.key)
        of_file = digest(draft.read_bytes())
        entry = Entry(segment, file_name(segment, of_file), draft.stat().st_size, of_file)
        store.put(entry.file, draft)
    return entry


async def archived_beyond(kept: KeptLog) -> None:
    head = await read_head(kept.log.connection)
    raws = [row.raw for row in build(head, 10)[1]]
    entry = _segment(kept, Chain(head.log, head.log_id, head.position, head.hash), raws)
    kept.write_manifest(kept.with_last(entry, more=True))


async def other_events_archived(kept: KeptLog) -> None:
    """From 620 on, chained as if it had been so."""
    manifest, raws = kept.manifest, await kept.log.raws()
    events = [Envelope.from_bytes(raw) for raw in raws]
    rows = [
        Stored(event.position, event.stream, event.stream_version, raw)
        for event, raw in zip(events, raws, strict=True)
    ]
    changed = rehashed(rows, 619, lambda event: event._replace(actor="other"))
    start = Chain(manifest.log, manifest.log_id, 600, digest(raws[599]))
    entry = _segment(kept, start, [row.raw for row in changed[600:]])
    kept.write_manifest(kept.with_last(entry, more=False))


async def archived_with_another_root(kept: KeptLog) -> None:
    sealed = replace(await kept.checkpoint(COUNT), root=bytes(32)).signed(kept.key.private)
    kept.write_manifest(msgspec.structs.replace(kept.manifest, checkpoint=sealed.note))


EACH: dict[str, tuple[Tamper, Found]] = {
    "leaves": (another_leaf, [("tree", "leaves", 300)]),
    "roots": (another_root, [("tree", "roots", 257)]),
    "tiles": (a_tile_lost, [("tree", "tiles", 1)]),
    "tiles_beyond": (a_tile_too_many, [("tree", "tiles_beyond", COUNT + 1)]),
    "checkpoint_forged": (forged, [("seals", "checkpoint_forged", 500)]),
    "checkpoint_missing": (removed, [("seals", "checkpoint_missing", 300)]),
    "checkpoint_beyond": (sealed_beyond, [("seals", "checkpoint_beyond", COUNT + 1)]),
    "sealed_root": (sealed_with_another_root, [("seals", "sealed_root", 301)]),
    "sealed_chain": (sealed_with_another_chain, [("seals", "sealed_chain", 500)]),
    "archive": (a_segment_lost, [("archive", "segment_missing", 301)]),
    "archived_log": (an_archive_of_another_log, [("archive", "archived_log", 1)]),
    "archived_beyond": (archived_beyond, [("archive", "archived_beyond", COUNT + 1)]),
    "archived_events": (other_events_archived, [("archive", "archived_events", 620)]),
    "archived_root": (archived_with_another_root, [("archive", "archived_root", COUNT)]),
}  # fmt: skip


async def test_each_check_is_needed(kept: KeptLog) -> None:
    assert EACH.keys() == {*TREE_CHECKS, *SEAL_CHECKS, *ARCHIVE_CHECKS}
    assert await kept.found() == []
    for name, (tamper, expected) in EACH.items():
        await tamper(kept)
        assert await kept.found() == expected, name
        assert await kept.found(without=name) == [], name
        await kept.put_back()
    assert await kept.found() == []


async def rehashed_tail(kept: KeptLog) -> None:
    await kept.log.rewrite(450, tiles=False)


async def rehashed_with_its_tree(kept: KeptLog) -> None:
    await kept.log.rewrite(450, tiles=True)


async def yesterday(kept: KeptLog) -> None:
    await kept.log.cut(400)


async def yesterday_gone_on_otherwise(kept: KeptLog) -> None:
    await kept.log.cut(400)
    await kept.log.append(400)
    await grow(kept.log.connection, "hazards")


async def an_older_segment_put_back(kept: KeptLog) -> None:
    (older,) = kept.archive.glob("000000000601-000000000650-*")
    shutil.copy(older, kept.archive / kept.manifest.segments[-1].file)


async def an_older_manifest_made_up(kept: KeptLog) -> None:
    """By somebody without the key."""
    (older,) = kept.archive.glob("000000000601-000000000650-*")
    manifest = kept.archive / NAME
    named = kept.manifest.segments[-1].file.encode()
    manifest.write_bytes(manifest.read_bytes().replace(named, older.name.encode()))


async def a_row_lost(kept: KeptLog) -> None:
    await kept.altered("delete from events where position = 400")


async def a_pair_swapped(kept: KeptLog) -> None:
    await kept.altered("update events set position = -1 where position = 400")
    await kept.altered("update events set position = 400 where position = 401")
    await kept.altered("update events set position = 401 where position = -1")


SCENES: list[tuple[Tamper, Found]] = [
    (
        rehashed_tail,
        [("tree", "leaves", 450), ("seals", "sealed_root", 301), ("archive", "archived_events", 450)],
    ),
    (rehashed_with_its_tree, [("seals", "sealed_root", 301), ("archive", "archived_events", 450)]),
    (yesterday, [("seals", "checkpoint_beyond", 401), ("archive", "archived_beyond", 401)]),
    (yesterday_gone_on_otherwise, [("seals", "sealed_root", 301), ("archive", "archived_events", 401)]),
    (an_older_segment_put_back, [("archive", "count", 651)]),
    (an_older_manifest_made_up, [("archive", "manifest_signature", 0)]),
    (
        a_row_lost,
        [
            ("log", "gap", 400),
            ("tree", "leaves", 400),
            ("seals", "sealed_root", 301),
            ("archive", "archived_root", COUNT),
        ],
    ),
    (
        a_pair_swapped,
        [
            ("log", "gap", 400),
            ("tree", "leaves", 400),
            ("seals", "sealed_root", 301),
            ("archive", "archived_root", COUNT),
        ],
    ),
]


async def test_what_an_attacker_does_is_found_and_named(kept: KeptLog) -> None:
    for tamper, expected in SCENES:
        await tamper(kept)
        assert await kept.found() == expected, tamper.__name__
        await kept.put_back()


_REPLACED = """
update events set raw = convert_to(replace(convert_from(raw, 'utf8'), $2, $3), 'utf8') where position = $1
"""


async def test_what_came_after_the_newest_checkpoint(kept: KeptLog) -> None:
    await kept.log.append(60)
    assert await kept.found(from_sealed=True) == []
    assert await kept.since() == COUNT
    await kept.altered(_REPLACED, 720, "tester", "tamper")
    assert await kept.found(from_sealed=True) == [("log", "hash", 720)]
    await kept.altered(_REPLACED, 720, "tamper", "tester")
    await kept.altered("update events set stream_version = 2 where position = 730")
    assert await kept.found(from_sealed=True) == [("log", "stream", 730)]
    await kept.altered("update events set stream_version = 1 where position = 730")
    await kept.altered("delete from recorded_facts where position = 740")
    assert await kept.found(from_sealed=True) == [("log", "facts", 740)]


async def test_a_checkpoint_that_does_not_hold_is_none_to_begin_behind(kept: KeptLog) -> None:
    newest = kept.log.folder.notes()[-1]
    newest.write_text(newest.read_text("utf-8").replace("chain ", "chain 0"), "utf-8")
    assert await kept.found(from_sealed=True) == [("seals", "checkpoint_forged", COUNT)]
    assert await kept.since() == SIZES[-2]
    await kept.put_back()
    await kept.altered("update tree_tiles set root = sha256(root) where number = 1")
    assert await kept.since() == SIZES[0]
    await kept.altered("update tree_tiles set root = sha256(root) where number = 0")
    assert await kept.found(from_sealed=True) == [("tree", "roots", 1)]
    assert await kept.since() == 0
