"""A segment gives back the bytes it was made of, in bounded pieces, from any position on."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.archive import parquet
from shared.archive.folder import FolderStore
from shared.archive.parquet import SegmentWriter
from shared.archive.reading import manifest_of, read_runs
from shared.canonical import GENESIS
from shared.event_log.chain import Broken, Chain
from shared.events.envelope import Envelope, event_hash
from tests.support.archives import LOG_ID, TOWNS, event, events, write_archive

JSON = st.recursive(
    st.booleans() | st.integers(-(2**53), 2**53) | st.text(st.characters(codec="utf-8")),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text("abcdefghij", min_size=1), inner),
    max_leaves=8,
)


def read(folder: Path, after: int = 0) -> list[bytes]:
    store = FolderStore(folder)
    position, raws = after, list[bytes]()
    for run in read_runs(store, manifest_of(store), after):
        assert run.first == position + 1, run.first
        raws.extend(run.raws)
        position = run.last
    return raws


@settings(max_examples=30)
@given(
    payloads=st.lists(st.dictionaries(st.text("abcdefghij", min_size=1), JSON), min_size=1, max_size=30),
    data=st.data(),
)
def test_every_byte_comes_back_from_any_position_on(
    payloads: list[dict[str, Any]], data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    raws: list[bytes] = []
    for position, payload in enumerate(payloads, 1):
        previous = event_hash(raws[-1]) if raws else GENESIS
        raws.append(event(position, previous, township=data.draw(st.sampled_from(TOWNS)), data=payload))
    cuts = sorted(data.draw(st.sets(st.integers(1, len(raws)), max_size=3)) - {len(raws)})
    at_once = data.draw(st.integers(1, 40))
    folder = tmp_path_factory.mktemp("archive")
    write_archive(folder, raws, cuts, at_once)
    assert read(folder) == raws
    after = data.draw(st.integers(0, len(raws)))
    assert read(folder, after) == raws[after:]


def test_row_groups_bound_what_is_read_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet, "GROUP_EVENTS", 100)
    raws = events(1_050)
    write_archive(tmp_path, raws, at_once=50)
    store = FolderStore(tmp_path)
    sizes = [len(run.raws) for run in read_runs(store, manifest_of(store))]
    assert (sizes, read(tmp_path, 777)) == ([100] * 10 + [50], raws[777:])


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"position": 7}, "gap"),
        ({"log_id": "another"}, "other_log"),
        ({"log": "registry"}, "other_log"),
        ({"previous_hash": "f" * 64}, "chain"),
    ],
)
def test_what_does_not_follow_is_not_written(change: dict[str, Any], what: str, tmp_path: Path) -> None:
    raws = events(2)
    writer = SegmentWriter(tmp_path / "segment", Chain("hazards", LOG_ID, 0, GENESIS))
    writer.add(raws)
    placed = Envelope.from_bytes(event(3, event_hash(raws[-1])))
    with pytest.raises(Broken) as found:
        writer.add([placed._replace(**change).to_bytes()])
    writer.close()
    assert (found.value.position, found.value.what) == (3, what)


def test_what_is_no_event_is_not_written(tmp_path: Path) -> None:
    writer = SegmentWriter(tmp_path / "segment", Chain("hazards", LOG_ID, 0, GENESIS))
    with pytest.raises(Broken, match="not_an_event at 1"):
        writer.add([b'{"position": 1}'])
    writer.close()
