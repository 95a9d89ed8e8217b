"""监管单位 and grades: a stock at the cut-off, for the department and for the village."""

import pytest

from tests.reporting.counting.cases import Case
from tests.reporting.story import Story, town
from tests.reporting.telling import merged, unit, voided

RED_A = {"units": 1, "units_red": 1}


def _reassigned(s: Story, when: str, **data: object) -> None:
    s.tell("unit.reassigned", when, "u1", **data)


CASES = [
    Case(
        "同一家店在附件3计入科室一次、在附件4计入村居一次，远在活动之前登记也算",
        lambda s: unit(s, when="2019-01-01", grade="red"),
        {"d-a": RED_A, "v-e": RED_A},
    ),
    Case("没有行业主管科室的只计入村居", lambda s: unit(s, department=None), {"v-e": {"units": 1}}),
    Case(
        "未分级的计入监管单位，不计入任何颜色",
        unit,
        {"d-a": {"units": 1}, "v-e": {"units": 1}},
    ),
    Case(
        "分级改变自其时刻起算：截止之前的最后一次",
        lambda s: (
            unit(s, grade="red"),
            s.tell("unit.graded", "12-01", "u1", grade="blue"),
            s.tell("unit.graded", "11-20", "u1", grade="yellow"),
        ),
        {"d-a": {"units": 1, "units_blue": 1}, "v-e": {"units": 1, "units_blue": 1}},
    ),
    Case(
        "截止时刻发生的改变不在“截止之前”",
        lambda s: (unit(s, grade="red"), s.tell("unit.graded", "12-01", "u1", grade="blue")),
        {"d-a": RED_A, "v-e": RED_A},
        until="12-01",
    ),
    Case("截止时刻才登记的不算", lambda s: unit(s, when="12-01"), {}, until="12-01"),
    Case(
        "改派之后计入新的科室和村居",
        lambda s: (unit(s), _reassigned(s, "12-01", village="v-w", department="d-b")),
        {"d-b": {"units": 1}, "v-w": {"units": 1}},
    ),
    Case(
        "只改村居，科室不变",
        lambda s: (unit(s), _reassigned(s, "12-01", village="v-w")),
        {"d-a": {"units": 1}, "v-w": {"units": 1}},
    ),
    Case(
        "科室改为无",
        lambda s: (unit(s), _reassigned(s, "12-01", department=None)),
        {"v-e": {"units": 1}},
    ),
    Case("关闭后不再算", lambda s: (unit(s), s.tell("unit.closed_down", "12-01", "u1")), {}),
    Case(
        "关闭在截止之后：截止时仍在营",
        lambda s: (unit(s), s.tell("unit.closed_down", "12-01", "u1")),
        {"d-a": {"units": 1}, "v-e": {"units": 1}},
        until="12-01",
    ),
    Case(
        "关闭后重新营业",
        lambda s: (
            unit(s),
            s.tell("unit.reopened", "12-05", "u1"),
            s.tell("unit.closed_down", "12-01", "u1"),
        ),
        {"d-a": {"units": 1}, "v-e": {"units": 1}},
    ),
    Case(
        "活动结束之后的改变不进入报表，截止时间更晚也一样",
        lambda s: (unit(s), s.tell("unit.closed_down", "03-01", "u1")),
        {"d-a": {"units": 1}, "v-e": {"units": 1}},
        until="04-01",
    ),
    Case("作废：任何时候都不算", lambda s: (unit(s), voided(s, "u1", "unit", "02-20")), {}, until="12-01"),
    Case(
        "并入另一家：只算那一家，分级、村居、科室都是那一家自己的",
        lambda s: (
            unit(s, "u1", grade="red"),
            unit(s, "u2", village="v-w", department="d-b", grade="blue"),
            merged(s, "u1", "u2", "unit"),
        ),
        {"d-b": {"units": 1, "units_blue": 1}, "v-w": {"units": 1, "units_blue": 1}},
    ),
    Case(
        "并入已关闭的一家：存续的不在营，就都不算",
        lambda s: (
            unit(s, "u1"),
            unit(s, "u2"),
            merged(s, "u1", "u2", "unit"),
            s.tell("unit.closed_down", "12-01", "u2"),
        ),
        {},
    ),
    Case(
        "并入作废的一家：不算",
        lambda s: (unit(s), unit(s, "u2"), merged(s, "u1", "u2", "unit"), voided(s, "u2", "unit")),
        {},
    ),
    Case(
        "互相并入：编号最小的一家存续",
        lambda s: (
            unit(s, "u2"),
            unit(s, "u1", village="v-w", department="d-b"),
            merged(s, "u1", "u2", "unit"),
            merged(s, "u2", "u1", "unit"),
        ),
        {"d-b": {"units": 1}, "v-w": {"units": 1}},
    ),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_units(case: Case) -> None:
    assert case.counted() == case.cells


def test_a_closing_taken_back_never_was_and_that_can_be_taken_back() -> None:
    story = town()
    unit(story)
    closing = story.tell("unit.closed_down", "12-01", "u1")
    back = story.taken_back("unit", "u1", closing)
    assert story.figures().cell("d-a", "units") == 1
    story.taken_back("unit", "u1", back)
    assert story.figures().cell("d-a", "units") == 0


def test_a_merge_taken_back_leaves_two_units() -> None:
    story = town()
    unit(story, "u1")
    unit(story, "u2")
    merging = merged(story, "u1", "u2", "unit")
    assert story.figures().cell("d-a", "units") == 1
    story.taken_back("unit", "u1", merging)
    assert story.figures().cell("d-a", "units") == 2
