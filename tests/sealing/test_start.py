"""Before the first append: what was done to a log since it was sealed is found and named."""

from dataclasses import replace

import pytest

from shared.sealing.checkpoint import SealedCheckpoint
from shared.sealing.folder import RESTORED, SealFolder
from shared.sealing.refused import LogRefused
from shared.sealing.restored import restored
from shared.signing import SigningKey, read_keys, with_new_key
from tests.sealing.logs import NOW, SealedLog, keys_of, new_identity


async def refused(log: SealedLog) -> LogRefused:
    with pytest.raises(LogRefused) as refusal:
        await log.start()
    return refusal.value


def say_restored(log: SealedLog) -> None:
    word = restored(log.folder.path, "备份恢复", NOW)
    assert word is not None
    (log.folder.path / RESTORED).write_text(word.text, "utf-8")


@pytest.fixture
async def log(sealed: SealedLog) -> SealedLog:
    """600 events sealed, 50 more, and an older checkpoint of 400."""
    await sealed.append(400)
    await sealed.seal()
    await sealed.append(200)
    await sealed.seal()
    await sealed.append(50)
    return sealed


async def test_what_goes_on_as_it_was_starts(log: SealedLog) -> None:
    await log.start()
    await log.seal()
    await log.start()


async def test_without_any_checkpoint_there_is_nothing_to_compare(sealed: SealedLog) -> None:
    await sealed.start()
    await sealed.append(10)
    await sealed.start()


@pytest.mark.parametrize("position", [1, 256, 257, 599, 600])
async def test_a_log_rewritten_with_its_tree_is_refused(log: SealedLog, position: int) -> None:
    await log.rewrite(position, tiles=True)
    refusal = await refused(log)
    assert refusal.code == "log_rewritten"
    assert "000000000600" in refusal.zh
    assert "000000000600" in refusal.en


async def test_a_rewritten_chain_over_unaltered_tiles_is_found_by_its_own_hash(log: SealedLog) -> None:
    await log.rewrite(100, tiles=False)
    assert (await refused(log)).code == "log_rewritten"


async def test_what_was_recorded_since_is_not_what_was_sealed(log: SealedLog) -> None:
    await log.rewrite(601, tiles=True)
    await log.start()


async def test_a_changed_byte_under_unaltered_tiles_is_not_the_start_s_business(log: SealedLog) -> None:
    """Neither chained nor hashed again: who walks the log finds it."""
    async with log.attacker() as owner:
        await owner.execute("update events set raw = set_byte(raw, 5, 33) where position = 200")
    await log.start()


async def test_a_changed_tile_is_refused(log: SealedLog) -> None:
    async with log.attacker() as owner:
        await owner.execute("update tree_tiles set root = sha256(root) where number = 1 and level = 0")
    assert (await refused(log)).code == "log_rewritten"


async def test_tiles_that_are_gone_are_made_of_the_bytes_and_compared(log: SealedLog) -> None:
    async with log.attacker() as owner:
        await owner.execute("delete from tree_tiles")
    await log.start()
    assert await log.connection.fetchval("select count(*) from tree_tiles") == 2
    await log.rewrite(20, tiles=False)
    async with log.attacker() as owner:
        await owner.execute("delete from tree_tiles")
    assert (await refused(log)).code == "log_rewritten"


async def test_a_tile_that_is_gone_is_made_again_and_told(
    log: SealedLog, capsys: pytest.CaptureFixture[str]
) -> None:
    before = await log.tiles()
    for gone in (0, 1):
        async with log.attacker() as owner:
            await owner.execute("delete from tree_tiles where level = 0 and number = $1", gone)
        await log.start()
        assert await log.tiles() == before
    assert capsys.readouterr().out.count("tiles_rebuilt") == 1, "the last one is only built anew, as ever"


async def test_a_tile_is_not_made_again_of_rows_that_were_not_sealed(log: SealedLog) -> None:
    await log.rewrite(100, tiles=False)
    for gone in (0, 1):
        async with log.attacker() as owner:
            await owner.execute("delete from tree_tiles where level = 0 and number = $1", gone)
        left = await log.tiles()
        assert (await refused(log)).code == "log_rewritten"
        assert await log.tiles() == left


async def test_a_tile_that_is_gone_with_its_rows_is_refused(log: SealedLog) -> None:
    async with log.attacker() as owner:
        await owner.execute("delete from tree_tiles where number = 0")
        await owner.execute("delete from events where position = 200")
    assert (await refused(log)).code == "log_incomplete"


async def test_without_a_checkpoint_nothing_says_that_rows_are_right(log: SealedLog) -> None:
    for note in log.folder.notes():
        note.unlink()
    async with log.attacker() as owner:
        await owner.execute("delete from tree_tiles where number = 0")
    await log.start()
    assert len(await log.tiles()) == 1


async def test_a_missing_row_is_refused_where_the_tree_asks_for_it(log: SealedLog) -> None:
    async with log.attacker() as owner:
        await owner.execute("delete from events where position = 550")
    assert (await refused(log)).code == "log_incomplete"


async def test_a_shorter_log_is_refused_until_an_operator_says_why(log: SealedLog) -> None:
    await log.cut(500)
    refusal = await refused(log)
    assert refusal.code == "log_shorter"
    assert "paicha audit restored" in refusal.en
    say_restored(log)
    await log.start()
    assert [int(note.name[:12]) for note in log.folder.notes()] == [400]
    assert [note.name[:12] for note in log.folder.waiting()] == ["000000000600"]
    await log.start()


async def test_what_was_restored_is_still_compared_with_what_is_older(log: SealedLog) -> None:
    await log.cut(500)
    await log.rewrite(10, tiles=True)
    say_restored(log)
    refusal = await refused(log)
    assert refusal.code == "log_rewritten"
    assert "000000000400" in refusal.en


async def test_the_word_holds_once_and_for_what_was_newest_then(log: SealedLog) -> None:
    say_restored(log)
    await log.start()
    assert not (log.folder.path / RESTORED).exists()
    say_restored(log)
    await log.seal()
    await log.cut(500)
    assert (await refused(log)).code == "log_shorter"


async def test_what_comes_back_with_healing_holds_again(log: SealedLog) -> None:
    raws = await log.raws()
    rows = await log.connection.fetch("select * from events order by position")
    await log.cut(500)
    say_restored(log)
    await log.start()
    async with log.attacker() as owner:
        await owner.executemany(
            "insert into events values ($1, $2, $3, $4)", [tuple(row) for row in rows[500:]]
        )
        await owner.execute("update log_head set position = 650")
    await log.seal()
    assert await log.raws() == raws
    assert [int(note.name[:12]) for note in log.folder.notes()] == [400, 600, 650]
    assert list(log.folder.waiting()) == []
    await log.start()


async def test_what_is_lost_for_good_stays_aside(log: SealedLog) -> None:
    """The log went on otherwise: what was handed out says so for ever."""
    await log.cut(500)
    say_restored(log)
    await log.start()
    await log.append(300)
    await log.seal()
    assert [int(note.name[:12]) for note in log.folder.notes()] == [400, 800]
    assert [path.name[-5:] for path in log.folder.set_aside.iterdir()] == [".lost"]
    await log.start()


async def test_an_empty_database_is_a_shorter_log_whatever_its_id(log: SealedLog) -> None:
    """Refilled from its stream it takes its old identity again."""
    async with log.attacker() as owner:
        await owner.execute("delete from events")
        await owner.execute("delete from tree_tiles")
        await owner.execute("update log_head set position = 0, hash = repeat('0', 64), recorded = 0")
    await new_identity(log, "11111111-2222-3333-4444-555555555555")
    assert (await refused(log)).code == "log_shorter"
    say_restored(log)
    await log.start()
    assert log.folder.notes() == []


async def test_a_checkpoint_of_another_log_is_refused(log: SealedLog) -> None:
    await new_identity(log, "11111111-2222-3333-4444-555555555555")
    refusal = await refused(log)
    assert refusal.code == "another_log"
    assert "paicha/hazards/" in refusal.en


def forge(log: SealedLog, *, size: int, key: SigningKey) -> None:
    newest = log.folder.newest()
    assert newest is not None
    origin = newest.read_text("utf-8").partition("\n")[0]
    log.folder.keep(SealedCheckpoint(origin, size, b"\0" * 32, "0" * 64, NOW).signed(key.private))


async def test_a_forged_checkpoint_is_refused_and_named(log: SealedLog) -> None:
    """By somebody's own key; and one of ours with another text."""
    (stranger,) = read_keys(with_new_key(None))
    forge(log, size=640, key=stranger)
    assert (await refused(log)).code == "checkpoint_forged"
    newest = log.folder.newest()
    assert newest is not None
    newest.unlink()
    await log.start()
    newest = log.folder.newest()
    assert newest is not None
    newest.write_text(newest.read_text("utf-8").replace("\n600\n", "\n601\n"), "utf-8")
    refusal = await refused(log)
    assert refusal.code == "checkpoint_forged"
    assert newest.name in refusal.en


async def test_a_key_that_the_database_alone_knows_does_not_vouch_alone(log: SealedLog) -> None:
    """The database's owner adds a key of their own, and a checkpoint of what they made of the log."""
    await log.rewrite(100, tiles=True)
    ours, theirs = log.keys_file.read_bytes(), with_new_key(None)
    log.keys_file.write_bytes(theirs)
    forger = replace(log.sealer, keys=keys_of(log.keys_file), folder=SealFolder(log.folder.path / "theirs"))
    async with log.connection.transaction():
        assert (await forger.seal(log.connection)) is not None
    log.keys_file.write_bytes(ours)
    (forged,) = forger.folder.notes()
    forged.rename(log.folder.path / forged.name)
    refusal = await refused(log)
    assert (refusal.code, "000000000600" in refusal.en) == ("log_rewritten", True)


async def test_what_a_lost_key_sealed_is_enough_where_there_is_nothing_else(log: SealedLog) -> None:
    log.lose_key()
    await log.start()
    await log.seal()
    await log.start()


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"x" * 20_000, b"hello\n"])
async def test_a_file_that_is_no_checkpoint_is_named(log: SealedLog, content: bytes) -> None:
    newest = log.folder.newest()
    assert newest is not None
    newest.write_bytes(content)
    assert (await refused(log)).code == "checkpoint_forged"


async def test_an_older_note_under_a_newer_name_is_refused(log: SealedLog) -> None:
    """Else the newest would be compared with little."""
    older, newest = log.folder.notes()
    newest.write_bytes(older.read_bytes())
    assert (await refused(log)).code == "checkpoint_forged"
