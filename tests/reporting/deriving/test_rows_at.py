"""Rows at positions in any order are those that a rebuild up to there would hold."""

from hypothesis import given
from hypothesis import strategies as st

from services.reporting.deriving.rows_at import RowsAt
from tests.reporting.deriving.golden_facts import (
    before_the_second_deadline,
    before_the_third_deadline,
    two_golden_towns,
)
from tests.reporting.story import TOWN, Story
from tests.reporting.two_towns import ELSEWHERE


def told() -> Story:
    story = two_golden_towns()
    before_the_second_deadline(story)
    before_the_third_deadline(story)
    return story


STORY = told()
POSITIONS = st.fixed_dictionaries({log: st.integers(0, last) for log, last in STORY.positions.items()})


def opened(township: str) -> RowsAt:
    return RowsAt(
        {
            log: (each.to_bytes() for each in events if each.township == township)
            for log, events in STORY.logs.items()
        }
    )


@given(asked=st.lists(POSITIONS, min_size=1, max_size=6), township=st.sampled_from((TOWN, ELSEWHERE)))
def test_forward_and_back(asked: list[dict[str, int]], township: str) -> None:
    rows = opened(township)
    for positions in asked:
        found = {kind: dict(of_kind) for kind, of_kind in rows.at(positions).items() if of_kind}
        assert found == STORY.rows(positions, township)


def test_beyond_the_end_nothing_more_is_there() -> None:
    far = {"registry": 10_000, "hazards": 10_000}
    assert {kind: of_kind for kind, of_kind in opened(TOWN).at(far).items() if of_kind} == STORY.rows()
