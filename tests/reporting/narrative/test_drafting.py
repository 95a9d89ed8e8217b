"""The paragraph: every number in it is a figure, a change or a rate, and they add up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.reporting.counting.columns import COLUMNS, columns_of
from services.reporting.narrative.drafting import Change, draft
from services.reporting.narrative.numbers import unbacked
from services.reporting.narrative.wording import CHANGED

ROW = {column.key: 0 for column in columns_of("annex-4")}
COUNTS = st.integers(0, 10**6)


def test_every_column_has_its_words() -> None:
    assert set(CHANGED) == {column.key for column in COLUMNS}


@given(
    annex=st.sampled_from(["annex-3", "annex-4"]),
    numbers=st.lists(st.tuples(COUNTS, COUNTS, COUNTS), min_size=17, max_size=17),
)
def test_each_number_stands_where_it_says_and_adds_up(
    annex: str, numbers: list[tuple[int, int, int]]
) -> None:
    columns = [column.key for column in columns_of(annex)]
    before = {column: start + removed for column, (start, _, removed) in zip(columns, numbers, strict=False)}
    changes = {
        column: Change(added, removed) for column, (_, added, removed) in zip(columns, numbers, strict=False)
    }
    row = {column: before[column] + changes[column].added - changes[column].removed for column in columns}
    made = draft(annex, "甲科", "2024年12月14日", row, ("第1期", before), changes)
    for number in made.numbers:
        assert made.paragraph[number.start : number.end] == number.text
    values = {number.columns[0] for number in made.numbers if number.kind == "value"}
    assert values == set(columns), "every column is in it"
    assert unbacked(made.paragraph, [number.text for number in made.numbers]) == []


def test_a_change_that_does_not_add_up_is_no_sentence() -> None:
    row = ROW | {"hazards_found": 3}
    with pytest.raises(ValueError, match="hazards_found"):
        draft("annex-4", "东村", "12月14日", row, ("第1期", ROW), {"hazards_found": Change(2, 0)})


def test_it_reads_as_people_write_it() -> None:
    before = ROW | {"units": 4, "hazards_found": 3, "hazards_closed": 3}
    row = before | {"hazards_found": 5, "hazards_closed": 4}
    changes = {"hazards_found": Change(2, 0), "hazards_closed": Change(2, 1)}
    made = draft("annex-4", "东村", "2024年12月14日", row, ("第1期（截至11月30日）", before), changes)
    assert made.paragraph == (
        "截至2024年12月14日，东村累计监管单位4家，其中红色单位0家、橙色单位0家、黄色单位0家、蓝色单位0家；"
        "排查隐患5条，已整改4条，整改率80.0%；其中重大隐患0条，已整改0条，整改率—；向镇属部门移送隐患0条。"
        "与第1期（截至11月30日）相比，排查隐患增加2条；整改隐患增加2条、减少1条。"
    )


def test_the_first_says_so_and_an_unchanged_one_too() -> None:
    first = draft("annex-4", "东村", "12月14日", ROW, None, {})
    assert first.paragraph.endswith("本期为首次报送。")
    unchanged = draft("annex-4", "东村", "12月14日", ROW, ("第1期", ROW), {})
    assert unchanged.paragraph.endswith("与第1期相比，各项数据无变化。")


@pytest.mark.parametrize(
    ("text", "flagged"),
    [
        ("九小场所底数不清。", []),
        ("尚有3条隐患未销号，5条超期。", ["5"]),
        ("整改率66.7%，不是66.7。", ["66.7"]),
        ("12月30日前完成，2025年1月起每周2次。", ["2"]),
        ("对７家单位罚款1,200.50元。", ["７", "1,200.50"]),
        ("三条未整改，十二条已移送。", ["十二"]),
        ("罚款1.2000万元。", []),
        ("18:00前报送第3期。", []),
        ("一家人不说两家话。", ["一", "两"]),
    ],
)
def test_numbers_that_no_figure_backs_are_flagged(text: str, flagged: list[str]) -> None:
    found = unbacked(text, ["3", "66.7%", "1.2", "17"])
    assert [each.text for each in found] == flagged
    for each in found:
        assert text[each.start : each.end] == each.text
