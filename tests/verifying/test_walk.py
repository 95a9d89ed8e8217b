"""Each check of a row finds what no other does: left out, the same tampering goes unnoticed."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.event_log.read import Stored
from shared.events.envelope import Envelope, event_hash
from shared.verifying.finding import Finding
from shared.verifying.row_checks import Before
from shared.verifying.walk import WALK_CHECKS, Walk
from tests.verifying.tampering import LOG_ID, rehashed, sound

ROWS = sound(12)
PLACE = 5
POSITION = PLACE + 1


def found(rows: list[Stored], without: str | None = None, at_once: int = 4) -> Finding | None:
    checks = [name for name in WALK_CHECKS if name != without]
    walk = Walk.after("hazards", LOG_ID, Before.beginning(), event_hash(ROWS[-1].raw), checks)
    for first in range(0, len(rows), at_once):
        upcoming = rows[first + at_once] if first + at_once < len(rows) else None
        finding = walk.take(rows[first : first + at_once], upcoming)
        if finding is not None:
            return finding
    return None


def left_out() -> list[Stored]:
    """What comes after it names the one before it."""
    rows = rehashed([*ROWS[:PLACE], *ROWS[PLACE + 1 :]], PLACE, lambda event: event)
    assert rows[PLACE].position == POSITION + 1
    return rows


def spaced() -> list[Stored]:
    return followed(ROWS[PLACE].raw.replace(b'"actor":', b'"actor": ', 1))


def changed(change: Callable[[Envelope], Envelope]) -> list[Stored]:
    return rehashed(ROWS, PLACE, change)


def of_another_log() -> list[Stored]:
    """Its id is of this one."""
    raw = changed(lambda event: event)[PLACE].raw
    altered = raw.replace(f'"logid":"{LOG_ID}"'.encode(), b'"logid":"another"')
    assert altered != raw
    return followed(altered)


def of_another_id() -> list[Stored]:
    return followed(ROWS[PLACE].raw.replace(f"{LOG_ID}/{POSITION}".encode(), f"{LOG_ID}/1".encode()))


def followed(raw: bytes) -> list[Stored]:
    """With these bytes at the place, and what comes behind chained to them."""
    rows = [*ROWS[:PLACE], ROWS[PLACE]._replace(raw=raw), *ROWS[PLACE + 1 :]]
    return [
        *rows[: PLACE + 1],
        *rehashed(rows, PLACE + 1, lambda event: event._replace(previous_hash=event_hash(raw)))[PLACE + 1 :],
    ]


def at_the_same_time(event: Envelope) -> Envelope:
    return event._replace(recorded=Envelope.from_bytes(ROWS[PLACE - 1].raw).recorded)


def _swap_rows() -> list[Stored]:
    rows = list(ROWS)
    rows[PLACE] = ROWS[PLACE + 1]._replace(position=POSITION)
    rows[PLACE + 1] = ROWS[PLACE]._replace(position=POSITION + 1)
    return rows


TAMPERED: dict[str, list[Stored]] = {
    "gap": left_out(),
    "canonical": spaced(),
    "other_log": of_another_log(),
    "id": of_another_id(),
    "position": [*ROWS[:PLACE], *(row._replace(position=row.position + 1) for row in ROWS[PLACE:])],
    "chain": [*ROWS[:PLACE], changed(lambda event: event._replace(actor="other"))[PLACE], *ROWS[PLACE + 1 :]],
    "recorded": changed(at_the_same_time),
    "stream": [*ROWS[:PLACE], ROWS[PLACE]._replace(stream_version=2), *ROWS[PLACE + 1 :]],
}


@pytest.mark.parametrize("name", WALK_CHECKS)
def test_each_check_is_needed(name: str) -> None:
    finding = found(TAMPERED[name])
    assert finding is not None
    assert (finding.check, finding.position) == ("hash" if name == "chain" else name, POSITION)
    assert found(TAMPERED[name], without=name) is None


@pytest.mark.parametrize("at_once", [1, 2, 3, 5, 12])
def test_the_altered_one_is_named_and_not_the_one_behind_it(at_once: int) -> None:
    finding = found(TAMPERED["chain"], at_once=at_once)
    assert finding is not None
    assert finding.position == POSITION


def test_a_rehashed_tail_is_found_where_it_was_joined() -> None:
    """The last true one is named: nothing here tells it from one that was altered itself."""
    finding = found(rehashed(ROWS, PLACE, lambda event: event._replace(previous_hash="0" * 64)))
    assert finding is not None
    assert (finding.check, finding.position) == ("hash", POSITION - 1)


def test_a_swapped_pair_is_found_at_the_first_of_them() -> None:
    finding = found(_swap_rows())
    assert finding is not None
    assert finding.position in (POSITION, POSITION - 1)


def test_what_is_no_event_is_said_to_be_none() -> None:
    rows = [*ROWS[:PLACE], ROWS[PLACE]._replace(raw=b"\xff{"), *ROWS[PLACE + 1 :]]
    finding = found(rows)
    assert finding is not None
    assert (finding.check, finding.position) == ("not_an_event", POSITION)


def test_a_moment_written_without_a_zone_is_no_event() -> None:
    naive = ROWS[PLACE].raw.replace(b'Z"', b'"')
    finding = found([*ROWS[:PLACE], ROWS[PLACE]._replace(raw=naive), *ROWS[PLACE + 1 :]])
    assert finding is not None
    assert finding.position == POSITION


@given(st.integers(0, len(ROWS) - 2), st.data())
def test_any_byte_changed_is_found_where_it_was_changed(place: int, data: st.DataObject) -> None:
    """But for the last event: that one the head names."""
    raw = bytearray(ROWS[place].raw)
    index = data.draw(st.integers(0, len(raw) - 1))
    raw[index] ^= data.draw(st.integers(1, 255))
    rows = [*ROWS[:place], ROWS[place]._replace(raw=bytes(raw)), *ROWS[place + 1 :]]
    finding = found(rows)
    assert finding is not None
    assert finding.position in (place + 1, place)
