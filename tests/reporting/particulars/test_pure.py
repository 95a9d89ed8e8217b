"""Which positions are read together, how high rows are, and that no column is forgotten."""

import pytest

from services.reporting.counting.columns import COLUMNS
from services.reporting.forms.documents.wording import origin
from services.reporting.lineage.place import Place
from services.reporting.lineage.sources import Source
from services.reporting.particulars.heights import height_of, lines_in
from services.reporting.particulars.listed import Gathered
from services.reporting.particulars.runs import runs
from services.reporting.particulars.table import Asked, table
from services.reporting.particulars.words.kinds import KIND_OF_COLUMN
from services.reporting.particulars.words.wording import kinds_of, together
from services.reporting.reading.asked_form import Form
from tests.reporting.story import town


def at(*positions: int, log: str = "hazards") -> list[Source]:
    return [Source(log, position) for position in positions]


@pytest.mark.parametrize(
    ("sources", "expected"),
    [
        ([], []),
        (at(5), [("hazards", 5, 1)]),
        (at(5, 6, 12), [("hazards", 5, 8)]),
        (at(5, 12), [("hazards", 5, 1), ("hazards", 12, 1)]),
        ([*at(1), *at(2, log="registry")], [("hazards", 1, 1), ("registry", 2, 1)]),
        (at(*range(1, 502)), [("hazards", 1, 500), ("hazards", 501, 1)]),
    ],
)
def test_close_positions_are_read_together(
    sources: list[Source], expected: list[tuple[str, int, int]]
) -> None:
    assert [tuple(run) for run in runs(sources)] == expected


def test_a_row_is_as_high_as_its_longest_text() -> None:
    assert [lines_in(text, 4) for text in ("", "四个汉字", "五个汉字了", "abcdef", "abcdefg")] == [
        1, 1, 2, 1, 2,
    ]  # fmt: skip
    assert height_of([]) < height_of([("五个汉字了", 4), ("短", 4)]) < height_of([("长" * 30, 4)])
    assert height_of([("长" * 10_000, 4)]) <= 409


def test_many_texts_stay_readable() -> None:
    assert together(["甲", "", "乙", "甲"]) == "甲、乙"
    assert together(str(number) for number in range(100)).endswith("、19 等100项")


def test_every_column_has_a_list() -> None:
    assert KIND_OF_COLUMN.keys() == {column.key for column in COLUMNS}


def test_an_empty_list_says_so_and_names_the_demonstration() -> None:
    story = town()
    form = Form(
        "annex-3", story.campaign(), "1", "2024-12-14T10:00:00.000000Z", None, {"registry": 9, "hazards": 0}
    )
    place = Place("annex-3", "total:sum", "fines", "sum")
    clock = "2025-01-16T10:00:00+08:00"
    shown = table(Asked(place, [], Gathered(form, {}, {}, {}, {}), clock))
    assert shown.title == "简单合计“行政罚款（万元）”明细台账"
    assert (shown.lines, shown.total) == ([], (0,))
    assert shown.origin == origin(form.named(), clock)
    assert f"演示时钟 {clock}，非正式数据" in shown.origin
    assert shown.headings[shown.weighed].label == "罚款（万元）"


def test_the_kinds_of_a_penalty_with_what_the_decision_calls_them() -> None:
    parts = [{"kind": "fine", "fine_fen": 1}, {"kind": "other", "named": "警告"}, {"kind": "stop_work"}]
    assert list(kinds_of({"parts": parts})) == ["罚款", "其他（警告）", "责令停止作业"]
