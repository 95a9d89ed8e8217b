"""Files under their hash: the same bytes once, changed bytes never."""

import asyncio
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.blobs.store import BlobDamaged, Blobs, digest_of


def files_in(folder: Path) -> list[Path]:
    return [each for each in folder.rglob("*") if each.is_file()]


@given(content=st.binary(min_size=1, max_size=5_000))
def test_the_same_bytes_have_the_same_name(content: bytes) -> None:
    assert digest_of(content) == digest_of(bytes(content))


async def test_what_is_put_is_there_once(tmp_path: Path) -> None:
    blobs = Blobs(tmp_path)
    digest = await blobs.put(b"one")
    assert await blobs.put(b"one") == digest
    assert await blobs.get(digest) == b"one"
    assert await asyncio.to_thread(files_in, tmp_path) == [blobs.path(digest)]


async def test_what_was_cut_short_by_a_crash_is_written_again(tmp_path: Path) -> None:
    blobs = Blobs(tmp_path)
    digest = await blobs.put(b"whole")
    blobs.path(digest).write_bytes(b"who")
    with pytest.raises(BlobDamaged):
        await blobs.get(digest)
    await blobs.put(b"whole")
    assert await blobs.get(digest) == b"whole"


@pytest.mark.parametrize("name", ["", "sha256:", "sha256:../../etc/passwd", "sha256:" + "A" * 64, "x" * 71])
async def test_what_is_no_digest_names_no_file(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="no digest"):
        await Blobs(tmp_path).get(name)


async def test_what_is_not_there_is_none(tmp_path: Path) -> None:
    assert await Blobs(tmp_path).get("sha256:" + "0" * 64) is None
