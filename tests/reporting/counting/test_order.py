"""Figures are a pure fold: the order between subjects, and what was recorded later, never change them."""

from hypothesis import given, settings
from hypothesis import strategies as st

from services.reporting.counting.columns import COLUMNS, columns_of
from tests.reporting.counting.answering import answer
from tests.reporting.histories import Saying, histories, shuffled_between_subjects, told


@given(data=st.data(), history=histories())
@settings(max_examples=60)
def test_the_order_between_subjects_changes_no_figure(data: st.DataObject, history: list[Saying]) -> None:
    other = data.draw(st.composite(shuffled_between_subjects)(history))
    for annex in ("annex-3", "annex-4"):
        one, another = answer(told(history), annex), answer(told(other), annex)
        assert one["digest"] == another["digest"]
        assert one["totals"] == another["totals"]


@given(history=histories(), cut=st.integers(0, 60))
@settings(max_examples=40)
def test_what_was_known_at_positions_is_the_same_for_ever(history: list[Saying], cut: int) -> None:
    whole, part = told(history), told(history[:cut])
    assert whole.figures(positions=part.positions) == part.figures()


@given(history=histories())
@settings(max_examples=40)
def test_expected_relations_hold_for_any_history(history: list[Saying]) -> None:
    """An error under a form would mean that the counting is wrong; a warning need not."""
    for annex in ("annex-3", "annex-4"):
        assert [w for w in answer(told(history), annex)["warnings"] if w["level"] == "error"] == []


@given(history=histories())
@settings(max_examples=40)
def test_only_in_shared_columns_the_distinct_total_needs_a_tally(history: list[Saying]) -> None:
    figures = told(history).figures()
    for annex, filers in (("annex-3", ("d-a", "d-b", "d-c", "")), ("annex-4", ("v-e", "v-w"))):
        for column in columns_of(annex):
            total = sum(figures.cell(filer, column.key) for filer in filers)
            distinct = figures.distinct.get((annex, column.key), 0)
            assert distinct == total if not column.shared else distinct <= total


def test_a_shared_column_is_in_one_annex() -> None:
    assert all(len(column.annexes) == 1 for column in COLUMNS if column.shared)
