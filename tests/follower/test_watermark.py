"""What an announcement lets a reader conclude: the table of cases, and what stays concluded."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.canonical import GENESIS
from shared.follower.watermark import Watermark, final_until
from shared.follower.watermarks import Watermarks
from shared.read_model.checkpoint import Checkpoint

NOTHING = Checkpoint(None, 0)
APPLIED = Checkpoint("a", 7, "hash of 7", 1_000)


def heard(closed: int, position: int = 7, log_id: str = "a", hash_: str = "") -> Watermark:
    return Watermark(log_id, position, hash_ or f"hash of {position}", closed)


@pytest.mark.parametrize(
    ("applied", "announced", "until"),
    [
        pytest.param(NOTHING, None, 1, id="nothing applied, nothing announced: no log records before 1970"),
        pytest.param(NOTHING, heard(500, 0, hash_=GENESIS), 501, id="an empty log that only announces"),
        pytest.param(NOTHING, heard(500, 1), 1, id="announced with an event that has not come yet"),
        pytest.param(APPLIED, None, 1_001, id="the event applied last, and nothing announced"),
        pytest.param(APPLIED, heard(1_000), 1_001, id="closed with the event applied last"),
        pytest.param(APPLIED, heard(1_001), 1_002, id="closed a microsecond after it"),
        pytest.param(APPLIED, heard(9_000), 9_001, id="closed long after it"),
        pytest.param(APPLIED, heard(9_000, 8), 1_001, id="with one that has not come yet"),
        pytest.param(APPLIED, heard(900, 6), 1_001, id="before the event applied since"),
        pytest.param(APPLIED, heard(9_000, 6), 1_001, id="a past that contradicts what was applied"),
        pytest.param(APPLIED, heard(9_000, log_id="b"), 1_001, id="of another log"),
        pytest.param(APPLIED, heard(9_000, hash_="other"), 1_001, id="of another past of the same log"),
    ],
)
def test_what_is_final(applied: Checkpoint, announced: Watermark | None, until: int) -> None:
    assert final_until(applied, announced) == until


@given(gaps=st.lists(st.integers(1, 9), min_size=1, max_size=12), data=st.data())
def test_final_is_final(gaps: list[int], data: st.DataObject) -> None:
    """Events and announcements of any log: what is called final holds none of what comes after."""
    recorded = [sum(gaps[: end + 1]) for end in range(len(gaps))]
    applied = data.draw(st.integers(0, len(recorded)))
    checkpoint = (
        NOTHING if not applied else Checkpoint("a", applied, f"hash of {applied}", recorded[applied - 1])
    )
    announced = data.draw(st.integers(0, len(recorded)))
    before = recorded[announced - 1] if announced else 0
    after = recorded[announced] if announced < len(recorded) else before + 50
    closed = data.draw(st.integers(before, after - 1))
    until = final_until(checkpoint, heard(closed, announced))
    assert all(moment >= until for moment in recorded[applied:])


def remembering(*announced: Watermark) -> Watermarks:
    watermarks = Watermarks()
    for each in announced:
        watermarks.take("hazards", each)
    return watermarks


def test_the_newest_is_kept_of_each_log() -> None:
    watermarks = remembering(heard(2_000), heard(3_000), heard(2_500))
    assert watermarks.at("hazards", APPLIED) == heard(3_000)
    assert watermarks.at("registry", APPLIED) is None


def test_a_log_begun_anew_takes_the_place_of_the_one_before() -> None:
    watermarks = remembering(heard(3_000), heard(2_000, log_id="b"))
    assert watermarks.at("hazards", APPLIED) is None
    assert watermarks.at("hazards", Checkpoint("b", 7, "hash of 7", 10)) == heard(2_000, log_id="b")


def test_what_was_final_stays_so_while_newer_events_are_on_their_way() -> None:
    watermarks = remembering(heard(2_000))
    assert watermarks.at("hazards", APPLIED) == heard(2_000)
    watermarks.take("hazards", heard(3_000, 9))
    assert watermarks.at("hazards", APPLIED) == heard(2_000)
    assert watermarks.at("hazards", Checkpoint("a", 8, "hash of 8", 2_001)) is None
    assert watermarks.at("hazards", Checkpoint("a", 9, "hash of 9", 2_002)) == heard(3_000, 9)
