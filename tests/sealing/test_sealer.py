"""Sealing on a real log: what continues is sealed, once; what does not is refused and named."""

import asyncio
from datetime import datetime

import asyncpg
import pytest

from shared.canonical import digest
from shared.instant import moment_at
from shared.sealing.checkpoint import read_sealed
from shared.sealing.folder import SealFolder, read_note_file
from shared.sealing.keeping import is_due
from shared.sealing.refused import LogRefused
from shared.signed_note import VerifierKey
from tests.merkle import naive
from tests.sealing.logs import SealedLog


async def refusal(log: SealedLog) -> str:
    with pytest.raises(LogRefused) as refused:
        await log.seal()
    return refused.value.code


async def test_an_empty_log_has_nothing_to_seal(sealed: SealedLog) -> None:
    assert await sealed.seal() is None
    assert sealed.folder.notes() == []


async def test_a_checkpoint_says_what_stands_in_the_log(sealed: SealedLog) -> None:
    await sealed.append(700)
    made = await sealed.seal()
    assert made is not None
    raws = await sealed.raws()
    assert made.checkpoint.size == 700
    assert made.checkpoint.root == naive.root(raws)
    assert made.checkpoint.chain == digest(raws[-1])
    (note,) = sealed.folder.notes()
    assert read_note_file(note) == made.note
    assert note.name == f"000000000700-{made.signer.hash.hex()}.note"
    assert read_sealed(made.note, [VerifierKey.read(str(made.signer))]) == made
    recorded = await sealed.connection.fetchval("select recorded from log_head")
    assert moment_at(recorded) <= made.checkpoint.sealed <= datetime.now(made.checkpoint.sealed.tzinfo)


async def test_nothing_new_is_not_sealed_again(sealed: SealedLog) -> None:
    await sealed.append(10)
    first = await sealed.seal()
    assert await sealed.seal() == first
    await sealed.append(1)
    second = await sealed.seal()
    assert second is not None
    assert second.checkpoint.size == 11
    assert [int(note.name[:12]) for note in sealed.folder.notes()] == [10, 11]


async def test_what_was_sealed_and_is_gone_is_not_made_once_more(sealed: SealedLog) -> None:
    """Else nobody would see that it was taken away."""
    await sealed.append(10)
    await sealed.seal()
    (note,) = sealed.folder.notes()
    content = note.read_bytes()
    note.unlink()
    assert await refusal(sealed) == "checkpoint_missing"
    assert sealed.folder.notes() == []
    await sealed.append(1)
    after = await sealed.seal()
    assert after is not None
    assert [int(each.name[:12]) for each in sealed.folder.notes()] == [11]
    note.write_bytes(content)
    await sealed.append(1)
    await sealed.seal()
    assert [int(each.name[:12]) for each in sealed.folder.notes()] == [10, 11, 12]


async def test_several_processes_seal_once(sealed: SealedLog) -> None:
    await sealed.append(400)
    connections = [await asyncpg.connect(sealed.database.dsn) for _ in range(5)]

    async def one(connection: "asyncpg.Connection[asyncpg.Record]") -> None:
        async with connection.transaction():
            await sealed.sealer.seal(connection, lambda: is_due(sealed.sealer, _now()))

    await asyncio.gather(*map(one, connections))
    assert len(sealed.folder.notes()) == 1
    for connection in connections:
        await connection.close()


def _now() -> float:
    return datetime.now().timestamp()  # noqa: DTZ005 - seconds since 1970


async def test_it_is_due_after_an_hour(sealed: SealedLog) -> None:
    assert is_due(sealed.sealer, _now())
    await sealed.append(1)
    await sealed.seal()
    assert not is_due(sealed.sealer, _now() + 3500)
    assert is_due(sealed.sealer, _now() + 3601)
    assert is_due(sealed.sealer, _now() - 86_400), "a file of tomorrow would put it off"


async def test_a_log_that_was_rewritten_while_it_ran_is_not_sealed_any_more(sealed: SealedLog) -> None:
    await sealed.append(600)
    await sealed.seal()
    await sealed.append(50)
    await sealed.rewrite(300, tiles=True)
    assert await refusal(sealed) == "log_rewritten"
    assert [int(note.name[:12]) for note in sealed.folder.notes()] == [600]


async def test_a_log_that_was_cut_while_it_ran_is_not_sealed_any_more(sealed: SealedLog) -> None:
    await sealed.append(600)
    await sealed.seal()
    await sealed.cut(500)
    assert await refusal(sealed) == "log_shorter"


async def test_a_new_key_seals_the_same_log_again(sealed: SealedLog) -> None:
    """What the old one sealed is still compared with, and both public halves are known."""
    await sealed.append(300)
    old = await sealed.seal()
    sealed.rotate()
    new = await sealed.seal()
    assert old is not None
    assert new is not None
    assert (new.checkpoint.size, new.checkpoint.root) == (old.checkpoint.size, old.checkpoint.root)
    assert new.signer != old.signer
    newest = sealed.folder.newest()
    assert newest is not None
    assert read_note_file(newest) == new.note
    known = await sealed.keys.verifiers(sealed.connection, new.checkpoint.origin)
    assert known == [old.signer, new.signer]
    await sealed.append(1)
    assert (await sealed.seal()) is not None
    await sealed.start()


async def test_a_lost_key_stays_known_by_its_public_half(sealed: SealedLog) -> None:
    await sealed.append(300)
    old = await sealed.seal()
    assert old is not None
    sealed.lose_key()
    await sealed.start()
    await sealed.append(5)
    new = await sealed.seal()
    assert new is not None
    known = await sealed.keys.verifiers(sealed.connection, new.checkpoint.origin)
    assert known == [old.signer, new.signer]
    assert read_sealed(old.note, known) == old
    await sealed.start()


async def test_a_checkpoint_is_there_whole_or_not_at_all(sealed: SealedLog) -> None:
    """A draft that a kill left behind is no checkpoint."""
    await sealed.append(3)
    await sealed.seal()
    (sealed.folder.path / "000000000009-00000000.new").write_text("half")
    (sealed.folder.path / "notes.txt").write_text("an operator's own")
    assert len(SealFolder(sealed.folder.path).notes()) == 1
    await sealed.start()


async def test_a_log_with_a_gap_is_not_sealed(sealed: SealedLog) -> None:
    await sealed.append(600)
    async with sealed.attacker() as owner:
        await owner.execute("delete from events where position = 300")
    assert await refusal(sealed) == "log_incomplete"
    assert sealed.folder.notes() == []
