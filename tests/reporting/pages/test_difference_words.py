"""A difference between generations, in words: filers by name, of two towns with the same ids."""

from services.reporting.pages.difference_words import FEW_CELLS, cells_in_words, towns_of

NAMES = {"one": {"v-a": "甲村"}, "other": {"v-a": "另一个甲村"}}


def cell(town: str, place: str) -> dict[str, object]:
    part = {"subject": "hazard/h-1", "weight": 1}
    return {
        "township": town, "campaign": "winter", "place": place, "column": "hazards_found", "by": 1,
        "parts": [part], "many": 1,
    }  # fmt: skip


def test_filers_are_called_by_name_in_their_own_town() -> None:
    difference = {"shown": [cell("one", "v-a"), cell("other", "v-a"), cell("one", "v-gone"), cell("one", "")]}
    said = cells_in_words(difference, NAMES)
    assert [each["called"] for each in said] == ["甲村", "另一个甲村", "v-gone", "–"]
    assert [each["place"] for each in said] == ["v-a", "v-a", "v-gone", ""]
    assert towns_of(difference) == {"one", "other"}


def test_only_towns_whose_cells_are_shown_are_looked_up() -> None:
    difference = {"shown": [cell("one", "v-a")] * FEW_CELLS + [cell("other", "v-a")]}
    assert towns_of(difference) == {"one"}
