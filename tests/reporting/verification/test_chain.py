"""Where a log is not whole, and which of two copies it is: one byte of any event."""

from hypothesis import given
from hypothesis import strategies as st

from services.reporting.verification.chain import Break, Chain, first_difference
from services.reporting.verification.findings import Finding, last_hash, of_both, of_stream
from shared.events.envelope import event_hash
from shared.events.reporting import FrozenLog
from tests.reporting.story import LOG_IDS, Story, town
from tests.reporting.telling import closed, found


def story() -> Story:
    told = town()
    for number in range(6):
        found(told, f"h{number}")
        closed(told, id_=f"h{number}")
    return told


RAWS = [envelope.to_bytes() for envelope in story().logs["hazards"]]
HASHES = [event_hash(raw) for raw in RAWS]
FROZEN = FrozenLog(log_id=LOG_IDS["hazards"], position=len(RAWS), hash=HASHES[-1])
ALTERED = st.tuples(st.integers(0, len(RAWS) - 1), st.integers(0, 10_000), st.integers(1, 255))


def walked(raws: list[bytes], log_id: str = LOG_IDS["hazards"]) -> Chain:
    chain = Chain("hazards", log_id)
    for raw in raws:
        chain.add(raw)
    return chain


def altered(at: tuple[int, int, int]) -> tuple[int, list[bytes]]:
    """One byte of one event is another; the position of that event."""
    index, byte, change = at
    raw = bytearray(RAWS[index])
    raw[byte % len(raw)] ^= change
    return index + 1, [*RAWS[:index], bytes(raw), *RAWS[index + 1 :]]


def test_a_whole_log_is_whole() -> None:
    chain = walked(RAWS)
    assert (chain.broken, chain.hashes) == (None, HASHES)
    assert of_stream(chain, FROZEN) is None
    assert of_both(chain, HASHES, FROZEN) == []


@given(at=ALTERED)
def test_one_byte_in_the_owners_database_is_found_at_its_position(at: tuple[int, int, int]) -> None:
    position, raws = altered(at)
    stored = [event_hash(raw) for raw in raws]
    assert of_both(walked(RAWS), stored, FROZEN) == [Finding("log", "bytes", "hazards", position)]


@given(at=ALTERED)
def test_one_byte_in_the_stream_is_found_at_its_position(at: tuple[int, int, int]) -> None:
    position, raws = altered(at)
    (finding,) = of_both(walked(raws), HASHES, FROZEN)
    assert (finding.copy, finding.log, finding.position) == ("stream", "hazards", position)


@given(at=ALTERED)
def test_one_byte_in_both_is_found_all_the_same(at: tuple[int, int, int]) -> None:
    position, raws = altered(at)
    found_ = of_both(walked(raws), [event_hash(raw) for raw in raws], FROZEN)
    assert {finding.copy for finding in found_} == {"stream", "log"}
    assert all(abs((finding.position or 0) - position) <= 1 for finding in found_)


def test_what_is_missing_is_found() -> None:
    short = walked(RAWS[:-2])
    assert of_stream(short, FROZEN) == Finding("stream", "missing", "hazards", len(RAWS) - 1)
    whole = walked(RAWS)
    assert of_both(whole, HASHES[:-2], FROZEN) == [Finding("log", "missing", "hazards", len(RAWS) - 1)]
    assert of_both(whole, None, FROZEN) == [Finding("log", "unanswered", "hazards")]
    assert first_difference(HASHES, HASHES[:3]) == 4


def test_another_log_with_the_same_name_is_another_log() -> None:
    assert walked(RAWS, "other").broken == Break(1, "another_log")
    twice = [RAWS[0], RAWS[0]]
    assert walked(twice).broken == Break(2, "position")


def test_an_event_left_out_is_found_where_it_is_missing() -> None:
    chain = walked([*RAWS[:3], *RAWS[4:]])
    assert chain.broken == Break(4, "position")
    assert last_hash([]) == "0" * 64
