"""The limiter: bursts, refills, keys apart from each other, and never more of them than allowed."""

from hypothesis import given
from hypothesis import strategies as st

from deploy.embedded.issuer.attempts import _network
from deploy.embedded.issuer.limiter import Limiter, Rate

RATE = Rate(burst=3, seconds_each=10)


def tried(limiter: Limiter, key: str, now: float) -> bool:
    if limiter.wait(key, now) > 0:
        return False
    limiter.take(key, now)
    return True


def test_a_burst_and_then_one_at_a_time() -> None:
    limiter = Limiter(RATE)
    assert [tried(limiter, "a", 100) for _ in range(5)] == [True, True, True, False, False]
    assert limiter.wait("a", 100) == 10
    assert not tried(limiter, "a", 109.9)
    assert tried(limiter, "a", 110)
    assert not tried(limiter, "a", 110)
    assert [tried(limiter, "a", 1000) for _ in range(4)] == [True, True, True, False]


def test_keys_are_apart_and_may_be_given_back() -> None:
    limiter = Limiter(RATE)
    for _ in range(3):
        limiter.take("a", 0)
    assert limiter.wait("a", 0) > 0
    assert limiter.wait("b", 0) == 0
    limiter.give_back("a")
    assert limiter.wait("a", 0) == 0


@given(st.lists(st.floats(0, 1000), max_size=60).map(sorted))
def test_no_more_than_the_burst_and_the_refills(moments: list[float]) -> None:
    limiter = Limiter(RATE)
    taken = [now for now in moments if tried(limiter, "a", now)]
    for first, began in enumerate(taken):
        for last, now in enumerate(taken[first:], start=1):
            assert last <= RATE.burst + (now - began) / RATE.seconds_each + 1e-6


def test_memory_is_bounded_and_who_tried_most_stays_limited() -> None:
    limiter = Limiter(RATE, most_keys=100)
    for _ in range(3):
        limiter.take("guesser", 0)
    for number in range(1000):
        limiter.take(f"made up {number}", 1)
        assert len(limiter._full) <= 100
    assert limiter.wait("guesser", 1) > 0


def test_an_address_is_its_network() -> None:
    assert _network("2001:db8:1:2:3::4") == _network("2001:db8:1:2::ffff") != _network("2001:db8:1:3::4")
    assert _network("::ffff:10.0.0.1") == _network("10.0.0.1") != _network("10.0.0.2")
    assert _network("a socket") == "a socket"
