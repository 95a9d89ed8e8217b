"""The memory of changes: from any id that is known, exactly the difference to now; else everything."""

from hypothesis import given
from hypothesis import strategies as st

from services.reporting.live.cell import Cell, Cells
from services.reporting.live.memory import Memory

CELLS = [Cell("annex-3", filer, column) for filer in ("d-a", "d-b") for column in ("units", "fines")]
states = st.dictionaries(st.sampled_from(CELLS), st.integers(0, 2))


def applied(cells: Cells, changes: Cells) -> Cells:
    return {cell: value for cell, value in {**cells, **changes}.items() if value is not None}


@given(st.lists(states, min_size=1, max_size=12), st.integers(1, 12), st.integers(1, 6))
def test_from_every_state_that_is_remembered_the_difference_leads_to_now(
    seen: list[Cells], most_remembered: int, most_ids: int
) -> None:
    memory = Memory(most_remembered, most_ids)
    for number, cells in enumerate(seen):
        memory.take(f"{number}", cells)
    assert memory.cells == seen[-1]
    for number, cells in enumerate(seen):
        revision = memory.revision_of(f"{number}")
        assert (revision is None) == (number < len(seen) - most_ids)
        changed = None if revision is None else memory.changed_since(revision)
        if changed is not None:
            assert applied(cells, changed) == seen[-1]
            assert all(cells.get(cell) != value for cell, value in changed.items())


def test_what_changed_and_changed_back_is_not_told() -> None:
    memory = Memory()
    for number, value in enumerate((1, 2, 1)):
        memory.take(f"{number}", {CELLS[0]: value, CELLS[1]: number})
    assert memory.changed_since(memory.revision_of("0") or 0) == {CELLS[1]: 2}


def test_a_row_that_is_gone_has_no_value() -> None:
    memory = Memory()
    memory.take("0", {CELLS[0]: 0})
    memory.take("1", {})
    assert memory.changed_since(1) == {CELLS[0]: None}


def test_positions_that_move_without_a_change_are_ids_of_the_same_state() -> None:
    memory = Memory()
    for number in range(3):
        memory.take(f"{number}", {CELLS[0]: 1})
    assert {memory.revision_of(f"{number}") for number in range(3)} == {1}


def test_memory_is_bounded_by_cells_and_by_ids() -> None:
    memory = Memory(most_remembered=10, most_ids=5)
    for number in range(1000):
        memory.take(f"{number}", {CELLS[0]: number, CELLS[1]: -number})
    assert sum(map(len, memory._before)) <= 10
    assert len(memory._revisions) == 5
    assert memory.changed_since(memory.revision - 6) is None
    assert memory.changed_since(memory.revision - 5) == memory.cells


def test_an_id_nobody_gave_out() -> None:
    assert Memory().revision_of("registry:1,hazards:1;0") is None
