"""Two parties who disagree find the first event of which they do not say the same, and what differs."""

from base64 import b64encode
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.reporting.replaying.merged import merged
from services.reporting.state_digests.block import chained, content_of
from services.reporting.state_digests.comparing import Compared, Difference, Place, compared
from services.reporting.state_digests.digests import Digests, Header, block_line, header_line, read_digests
from services.reporting.state_digests.making import blocks_of
from shared.canonical import GENESIS
from shared.problems import Rejected
from tests.reporting.replaying.archives import archive_of, raws_of
from tests.reporting.replaying.test_form import told
from tests.reporting.state_digests.altering import Alter, altered, changed, dropped, swapped
from tests.reporting.story import LOG_IDS

Raws = Mapping[str, Sequence[bytes]]


@cache
def honest() -> Raws:
    return raws_of(told())


def digests(raws: Raws, every: int) -> Digests:
    with TemporaryDirectory() as folder:
        archive = archive_of(Path(folder) / "logs", raws)
        last = {log: archive.last(log) for log in archive.logs}
        made = Digests(Header(every, last, 1), list(blocks_of(merged(archive, last), every)))
    lines = [header_line(made.header), *map(block_line, made.blocks)]
    assert read_digests(lines, "x") == made
    return made


def against(log: str, alter: Alter, every: int) -> Compared:
    other = {**honest(), log: altered(honest()[log], alter)}
    return compared(digests(honest(), every), digests(other, every))


@st.composite
def places(draw: st.DrawFn) -> tuple[str, int]:
    log = draw(st.sampled_from(sorted(honest())))
    return log, draw(st.integers(1, len(honest()[log])))


EVERY = st.integers(1, 200)
SOME = settings(max_examples=25, deadline=None)


@SOME
@given(place=places(), every=EVERY)
def test_a_changed_event(place: tuple[str, int], every: int) -> None:
    log, position = place
    found = against(log, changed(position), every).difference
    assert found is not None
    assert (found.what, found.a, found.b) == ("bytes", Place(*place), Place(*place))
    assert found.before == in_order().index(place)


@SOME
@given(place=places(), every=EVERY)
def test_a_dropped_event(place: tuple[str, int], every: int) -> None:
    log, position = place
    found = against(log, dropped(position), every)
    if position == len(honest()[log]):  # then the one simply ends before the other
        assert found.difference is None
        assert found.last[log] == position - 1
        return
    difference = found.difference
    assert difference is not None
    assert (difference.what, difference.a) == ("missing_in_b", Place(*place))
    assert difference.before == in_order().index(place)
    other = compared(*reversed_(log, dropped(position), every)).difference
    assert other is not None
    assert (other.what, other.b) == ("missing_in_a", Place(*place))


def reversed_(log: str, alter: Alter, every: int) -> tuple[Digests, Digests]:
    return digests({**honest(), log: altered(honest()[log], alter)}, every), digests(honest(), every)


@SOME
@given(data=st.data(), every=EVERY)
def test_swapped_events(data: st.DataObject, every: int) -> None:
    log = data.draw(st.sampled_from(sorted(honest())))
    one, other = sorted(
        data.draw(st.lists(st.integers(1, len(honest()[log])), min_size=2, max_size=2, unique=True))
    )
    found = against(log, swapped(one, other), every).difference
    assert found is not None
    assert (found.what, found.a, found.b) == ("order", Place(log, one), Place(log, one))
    assert found.before == in_order().index((log, one))


@cache
def in_order() -> list[tuple[str, int]]:
    events = [event for log in told().logs.values() for event in log]
    return [(event.log, event.position) for event in sorted(events, key=lambda e: (e.recorded, e.log))]


@SOME
@given(every=EVERY, data=st.data())
def test_the_same_events_with_another_state(every: int, data: st.DataObject) -> None:
    """As another version of the code would say it from some block on."""
    ours = digests(honest(), every)
    first = data.draw(st.integers(0, len(ours.blocks) - 1))
    blocks, before = [], GENESIS
    for index, block in enumerate(ours.blocks):
        state = "f" * 64 if index >= first else block.state
        before = chained(before, block.stored, state)
        blocks.append(replace(block, state=state, chain=before))
    found = compared(ours, Digests(ours.header, blocks)).difference
    assert found is not None
    start, end = ours.blocks[first - 1].events if first else 0, ours.blocks[first].events
    last = Place(*in_order()[end - 1])
    assert found == Difference("state", start, last, last, end - start)


@SOME
@given(every=EVERY, ends=st.fixed_dictionaries({log: st.integers(0, len(honest()[log])) for log in honest()}))
def test_who_has_less_says_nothing_else(every: int, ends: dict[str, int]) -> None:
    """Even where an event of one log is missing that was recorded before the last of the other."""
    shorter = {log: raws[: ends[log]] for log, raws in honest().items()}
    for pair in ((honest(), shorter), (shorter, honest())):
        found = compared(*(digests(each, every) for each in pair))
        assert (found.difference, found.last) == (None, {**ends, "reporting": 0})


def test_another_interval_is_not_compared() -> None:
    with pytest.raises(Rejected) as refused:
        compared(digests(honest(), 5), digests(honest(), 6))
    assert refused.value.code == "digests_not_alike"


@pytest.mark.parametrize("lines", [[], [b"{}"], [b"x"], [b'{"every":1,"last":{},"rows_version":1}', b"{}"]])
def test_what_is_no_file_of_digests(lines: list[bytes]) -> None:
    with pytest.raises(Rejected) as refused:
        read_digests(lines, "somewhere")
    assert refused.value.code == "not_digests"


@cache
def in_fifties() -> Digests:
    return digests(honest(), 50)


def with_the_chain_of_others(lines: list[bytes]) -> list[bytes]:
    """Other events under the honest one's chain: halving by that alone would find nothing."""
    other = digests({**honest(), "hazards": altered(honest()["hazards"], changed(5))}, 50)
    ours = in_fifties()
    blocks = [replace(b, chain=a.chain) for a, b in zip(ours.blocks, other.blocks, strict=True)]
    return [lines[0], *map(block_line, blocks)]


@pytest.mark.parametrize(
    ("alter", "line"),
    [
        (with_the_chain_of_others, 3),
        (lambda lines: lines[:3], 4),
        (lambda lines: lines[:1], 2),
        (lambda lines: lines[:2] + lines[3:], 3),
        (lambda lines: lines[:2] + lines[1:], 3),
        (lambda lines: [lines[0].replace(b'"every":50', b'"every":0'), *lines[1:]], 2),
        (lambda lines: [*lines[:2], with_tags(lines[2], b"\x09" * 16 * 50), *lines[3:]], 3),
        (lambda lines: [*lines[:2], with_tags(lines[2], b""), *lines[3:]], 3),
        (lambda lines: [*lines[:2], with_tags(lines[2], bytes(16 * 50 - 1)), *lines[3:]], 3),
        (
            lambda lines: [
                lines[0],
                lines[1].replace(b'"positions":{', b'"positions":{"other":1,'),
                *lines[2:],
            ],
            2,
        ),
    ],
)
def test_a_file_of_digests_that_was_altered(alter: Callable[[list[bytes]], list[bytes]], line: int) -> None:
    with pytest.raises(Rejected) as refused:
        read_digests(
            alter([header_line(in_fifties().header), *map(block_line, in_fifties().blocks)]), "somewhere"
        )
    assert (refused.value.code, refused.value.details["line"]) == ("digests_broken", str(line))


def with_tags(line: bytes, tags: bytes) -> bytes:
    return msgspec.json.encode({**msgspec.json.decode(line), "tags": b64encode(tags).decode()})


@given(data=st.dictionaries(st.sampled_from(["id", "logid", "previoushash", "text"]), st.text(max_size=30)))
def test_content_is_all_but_its_place_in_the_log(data: dict[str, Any]) -> None:
    event = next(event for event in told().logs["hazards"])._replace(data=data)
    moved = event._replace(
        position=99, previous_hash="e" * 64, log_id="another", recorded=event.recorded + timedelta(days=1)
    )
    assert content_of(event.to_bytes()) == content_of(moved.to_bytes())
    assert content_of(event.to_bytes()) != content_of(event._replace(data={**data, "more": 1}).to_bytes())
    assert LOG_IDS["hazards"].encode() not in content_of(event._replace(data={}).to_bytes())
