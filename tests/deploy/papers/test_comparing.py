"""The text of a PDF against what was signed: every cell that differs is named, and nothing else."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from deploy.papers.comparing import Difference, differences
from services.reporting.counting.columns import columns_of
from services.reporting.scans.pdf_file import PdfFile
from tests.deploy.papers.photographs import printed
from tests.reporting.paper.papers import answer, coded, report

COUNTS = [column.key for column in columns_of("annex-3") if column.kind == "count"]
LONG = "经济发展办公室规划建设岗"


def compared(of: dict[str, Any], shown: dict[str, Any]) -> list[Difference]:
    """What is signed says `of`, what is printed says `shown`."""
    return differences(PdfFile(printed(shown, coded(of))).pages(), report(of))


@pytest.mark.parametrize("whole", [True, False])
@pytest.mark.parametrize("annex", ["annex-3", "annex-4"])
def test_nothing_differs_where_nothing_was_changed(annex: str, whole: bool) -> None:
    of = answer(annex, whole=whole)
    assert compared(of, of) == []


@pytest.mark.parametrize("name", ["108", "=1+1", "第1组（2024）", "A B", "𬱖村"])
def test_a_filer_may_be_called_anything(name: str) -> None:
    of = answer("annex-4")
    of["rows"][4]["filer"]["name"] = name
    assert compared(of, of) == []


def changed(change: Callable[[dict[str, Any]], None], annex: str) -> list[Difference]:
    of = answer(annex)
    shown = deepcopy(of)
    change(shown)
    return compared(of, shown)


@pytest.mark.parametrize(("number", "key"), list(enumerate(COUNTS)))
def test_a_changed_digit_is_named_by_row_and_column(number: int, key: str) -> None:
    found: list[Difference] = []
    place = (0, 3, 7)[number % 3]

    def change(shown: dict[str, Any]) -> None:
        row = shown["rows"][place]
        found.append(Difference(row["filer"]["name"], str(row["cells"][key] + 1), str(row["cells"][key])))
        row["cells"][key] += 1

    (difference,) = changed(change, "annex-3")
    column = next(one for one in columns_of("annex-3") if one.key == key)
    assert difference.where.startswith(found[0].where + " › ")
    assert difference.where.endswith(column.label)
    assert (difference.printed, difference.signed) == (found[0].printed, found[0].signed)


def set_cell(place: int, key: str, value: Any) -> Callable[[dict[str, Any]], None]:
    return lambda shown: shown["rows"][place]["cells"].__setitem__(key, value)


def test_a_changed_fine_is_named() -> None:
    assert changed(set_cell(3, "fines", "12.345679"), "annex-3") == [
        Difference(f"{LONG} › 行政罚款（万元）", "12.345679", "12.345678")
    ]


def test_a_cell_that_was_emptied_or_holds_something_else_is_named() -> None:
    where = "东河村 › 分级监管·红色单位（家）"
    assert changed(set_cell(2, "units_red", ""), "annex-4") == [Difference(where, "", "301")]
    assert changed(set_cell(2, "units_red", "3O1"), "annex-4") == [Difference(where, "3O1", "301")]


def test_a_digit_moved_to_the_neighbour_is_noticed() -> None:
    def change(shown: dict[str, Any]) -> None:
        shown["rows"][2]["cells"] |= {"units_red": 3013, "units_orange": "02"}

    assert [one.printed for one in changed(change, "annex-4")] == ["3013", "02"]


def test_a_changed_total_is_named() -> None:
    def change(shown: dict[str, Any]) -> None:
        shown["totals"]["distinct"]["units"] = 3999

    assert changed(change, "annex-4") == [Difference("去重合计 › 基础工作·监管单位（家）", "3999", "4000")]


def test_figures_under_another_s_name_are_noticed() -> None:
    def change(shown: dict[str, Any]) -> None:
        first, last = shown["rows"][2]["filer"], shown["rows"][5]["filer"]
        first["name"], last["name"] = last["name"], first["name"]

    assert [one.where for one in changed(change, "annex-4")] == ["东河村 › 填报单位", "人和村 › 填报单位"]


def test_a_report_filled_in_for_who_filed_none_is_noticed() -> None:
    def change(shown: dict[str, Any]) -> None:
        shown["rows"][1]["cells"] = dict(shown["rows"][0]["cells"])

    found = changed(change, "annex-4")
    assert found[0] == Difference("行数", "20", "19")
    assert found[1].where == "千盏村（未报送）"


def test_a_row_left_out_is_noticed() -> None:
    found = changed(lambda shown: shown["rows"].pop(4), "annex-4")
    assert (found[0].where, found[1].where) == ("行数", "真理村")


def test_another_number_and_digest_are_noticed() -> None:
    of = answer("annex-4", whole=False)
    pages = PdfFile(printed(of)).pages()
    for number in ("2024-3-0", "24-3-07", "2024-3-08"):
        assert [one.where for one in differences(pages, report(of, number=number))] == ["回执号"]
    assert [one.where for one in differences(pages, report(of, digest="sha256:" + "00" * 32))] == ["校验和"]
    assert [one.where for one in differences(pages, report(of, name="第4期（截至1月14日）"))] == ["报表"]
