"""检查企业 and 其中领导检查企业: distinct units, credited to the departments that did it."""

import pytest

from tests.reporting.counting.cases import Case
from tests.reporting.story import Story
from tests.reporting.telling import merged, unit, visit, voided

ONE = {"inspected": 1}
LED = {"inspected": 1, "inspected_by_leader": 1}
NOBODY = ""


def _term(s: Story, what: str, when: str, person: str = "o-clerk", **data: object) -> int:
    return s.tell(f"official.term_{what}", when, person, office="副镇长", **data)


CASES = [
    Case(
        "检查三次还是一家", lambda s: (unit(s), visit(s, "i1"), visit(s, "i2"), visit(s, "i3")), {"d-a": ONE}
    ),
    Case(
        "单位的自查不是检查",
        lambda s: (unit(s), s.tell("self_check.recorded", "12-01", "d-a:1.1.1", status="done")),
        {},
    ),
    Case(
        "联合检查：检查的科室和参加的科室各计一家",
        lambda s: (unit(s), visit(s, by="d-a", with_=["d-b", "v-e"])),
        {"d-a": ONE, "d-b": ONE},
    ),
    Case("村居的检查不进附件3", lambda s: (unit(s), visit(s, by="v-e")), {}),
    Case(
        "村居检查、科室参加：计入科室", lambda s: (unit(s), visit(s, by="v-e", with_=["d-b"])), {"d-b": ONE}
    ),
    Case("窗口开始的一刻算在内", lambda s: (unit(s), visit(s, when="11-15")), {"d-a": ONE}),
    Case("窗口开始之前不算", lambda s: (unit(s), visit(s, when="11-14 23:59:59.999999")), {}),
    Case("窗口结束的一刻不算", lambda s: (unit(s), visit(s, when="03-01")), {}, until="04-01"),
    Case("截止的一刻不算", lambda s: (unit(s), visit(s, when="12-01 18:00")), {}, until="12-01 18:00"),
    Case(
        "作废的检查不算",
        lambda s: (unit(s), visit(s), voided(s, "i1", "inspection", "02-01")),
        {},
        until="12-02",
    ),
    Case("早于单位登记的检查也算", lambda s: (unit(s, when="12-20"), visit(s)), {"d-a": ONE}),
    Case("单位作废：不算检查企业", lambda s: (unit(s), visit(s), voided(s, "u1", "unit")), {}),
    Case(
        "两家合并之后是一家",
        lambda s: (
            unit(s),
            unit(s, "u2"),
            visit(s),
            visit(s, "i2", unit_id="u2"),
            merged(s, "u1", "u2", "unit"),
        ),
        {"d-a": ONE},
    ),
    Case(
        "合并链的尽头作废：什么都不算",
        lambda s: (
            unit(s),
            unit(s, "u2"),
            unit(s, "u3"),
            visit(s),
            merged(s, "u1", "u2", "unit"),
            merged(s, "u2", "u3", "unit"),
            voided(s, "u3", "unit"),
        ),
        {},
    ),
    Case(
        "关闭的单位，检查过仍算",
        lambda s: (unit(s), visit(s), s.tell("unit.closed_down", "12-02", "u1")),
        {"d-a": ONE},
    ),
]

GROUPS = [
    Case("工作组检查计入该单位当时的行业主管科室", lambda s: (unit(s), visit(s, by="g-1")), {"d-a": ONE}),
    Case(
        "检查之后改派，不影响当时的科室",
        lambda s: (unit(s), visit(s, by="g-1"), s.tell("unit.reassigned", "12-02", "u1", department="d-b")),
        {"d-a": ONE},
    ),
    Case(
        "同一时刻的改派算在内",
        lambda s: (unit(s), visit(s, by="g-1"), s.tell("unit.reassigned", "12-01", "u1", department="d-b")),
        {"d-b": ONE},
    ),
    Case(
        "补报的改派（时间在检查之前）转移所属科室",
        lambda s: (unit(s), visit(s, by="g-1"), s.tell("unit.reassigned", "11-01", "u1", department="d-b")),
        {"d-b": ONE},
    ),
    Case(
        "当时没有行业主管科室：不计入任何科室",
        lambda s: (unit(s, department=None), visit(s, by="g-1")),
        {NOBODY: ONE},
    ),
    Case(
        "检查早于单位登记：当时没有科室", lambda s: (unit(s, when="12-20"), visit(s, by="g-1")), {NOBODY: ONE}
    ),
    Case(
        "单位并入另一家：计入事实中所写单位当时的科室",
        lambda s: (
            unit(s),
            unit(s, "u2", department="d-b"),
            visit(s, by="g-1"),
            merged(s, "u1", "u2", "unit"),
        ),
        {"d-a": ONE},
    ),
    Case(
        "工作组带科室：单位的科室和参加的科室各计",
        lambda s: (unit(s), visit(s, by="g-1", with_=["d-b"])),
        {"d-a": ONE, "d-b": ONE},
    ),
    Case(
        "单位没有科室、有科室参加：计入参加的科室",
        lambda s: (unit(s, department=None), visit(s, by="g-1", with_=["d-b"])),
        {"d-b": ONE},
    ),
    Case(
        "工作组只是参加：不另计入单位的科室",
        lambda s: (unit(s, department="d-b"), visit(s, by="d-a", with_=["g-1"])),
        {"d-a": ONE},
    ),
]

LEADERS = [
    Case("领导参加", lambda s: (unit(s), visit(s, participants=["o-clerk", "o-leader"])), {"d-a": LED}),
    Case("参加的不是领导", lambda s: (unit(s), visit(s, participants=["o-clerk"])), {"d-a": ONE}),
    Case(
        "多次检查中有一次领导参加，计一家",
        lambda s: (unit(s), visit(s), visit(s, "i2", participants=["o-leader"]), visit(s, "i3")),
        {"d-a": LED},
    ),
    Case(
        "领导参加联合检查：各科室都计",
        lambda s: (unit(s), visit(s, with_=["d-b"], participants=["o-leader"])),
        {"d-a": LED, "d-b": LED},
    ),
    Case(
        "当天之后离任，仍是领导检查",
        lambda s: (
            unit(s),
            _term(s, "started", "11-20", leader=True),
            visit(s, participants=["o-clerk"]),
            _term(s, "ended", "12-02"),
        ),
        {"d-a": LED},
    ),
    Case(
        "同一时刻离任，不再是领导",
        lambda s: (
            unit(s),
            _term(s, "started", "11-20", leader=True),
            visit(s, participants=["o-clerk"]),
            _term(s, "ended", "12-01"),
        ),
        {"d-a": ONE},
    ),
    Case(
        "同一时刻到任算在内",
        lambda s: (unit(s), visit(s, participants=["o-clerk"]), _term(s, "started", "12-01", leader=True)),
        {"d-a": LED},
    ),
    Case(
        "补报的任命使当天的检查成为领导检查",
        lambda s: (unit(s), visit(s, participants=["o-clerk"]), _term(s, "started", "11-01", leader=True)),
        {"d-a": LED},
    ),
    Case(
        "一职离任、另一职仍在任",
        lambda s: (
            unit(s),
            _term(s, "started", "11-01", "o-leader", leader=True),
            _term(s, "ended", "11-20", "o-leader"),
            visit(s, participants=["o-leader"]),
        ),
        {"d-a": LED},
    ),
]


@pytest.mark.parametrize("case", [*CASES, *GROUPS, *LEADERS], ids=str)
def test_inspections(case: Case) -> None:
    assert case.counted("inspected", "inspected_by_leader") == case.cells
