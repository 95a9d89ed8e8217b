"""Filers in order."""

from hypothesis import given
from hypothesis import strategies as st

from services.reporting.ranking.ranking import Score, ranked

SCORES = st.dictionaries(
    st.text("abcdef", min_size=1, max_size=2),
    st.builds(Score, st.integers(0, 4), st.integers(0, 4)),
    max_size=12,
)


def ranks(**scores: Score) -> list[tuple[int | None, str]]:
    return [(each.rank, each.filer) for each in ranked(scores)]


def test_the_largest_first_and_ties_share_a_rank() -> None:
    order = ranks(a=Score(1), b=Score(3), c=Score(1), d=Score(0))
    assert order == [(1, "b"), (2, "a"), (2, "c"), (4, "d")]


def test_rates_are_compared_exactly() -> None:
    """Both are written as 66.7."""
    order = ranks(a=Score(2, 3), b=Score(6667, 10_000), c=Score(4, 6))
    assert order == [(1, "b"), (2, "a"), (2, "c")]


def test_without_a_rate_there_is_no_rank() -> None:
    assert ranks(a=Score(0, 0), b=Score(0, 5), c=Score(5, 5)) == [(1, "c"), (2, "b"), (None, "a")]


@given(scores=SCORES)
def test_a_rank_is_one_more_than_those_that_are_better(scores: dict[str, Score]) -> None:
    found = ranked(scores)
    assert {each.filer for each in found} == set(scores)
    for each in found:
        exact = each.score.exact
        better = [other for other in scores.values() if (other.exact or 0) > (exact or 0)]
        assert each.rank == (None if exact is None else len(better) + 1)
