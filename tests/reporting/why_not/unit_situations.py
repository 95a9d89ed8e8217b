"""Units, inspections and penalties that are not counted, each for another reason."""

from services.reporting.counting.policy import POLICIES
from tests.reporting.telling import (
    merged,
    penalty,
    unit,
    visit,
    voided,
)
from tests.reporting.why_not.situations import Why

UNITS = [
    Why(
        "截止后才登记",
        lambda s: unit(s, when="12-01"),
        "unit u1 d-a units",
        "registered_later",
        "unit.registered",
        until="12-01",
    ),
    Why(
        "已关停",
        lambda s: (unit(s), s.tell("unit.closed_down", "12-01", "u1")),
        "unit u1 d-a units",
        "closed_down",
        "unit.closed_down",
    ),
    Why("没有科室", lambda s: unit(s, department=None), "unit u1 d-a units", "unassigned", "unit.registered"),
    Why(
        "改派走了",
        lambda s: (unit(s), s.tell("unit.reassigned", "12-01", "u1", department="d-b")),
        "unit u1 d-a units",
        "of_another",
        "unit.reassigned",
        "d-b",
    ),
    Why("属地是别的村", unit, "unit u1 v-w units", "of_another", "unit.registered", "v-e"),
    Why(
        "主管的不是科室",
        lambda s: unit(s, department="g-1"),
        "unit u1 d-a units",
        "of_no_filer",
        "unit.registered",
        "g-1",
    ),
    Why("没有分级", unit, "unit u1 d-a units_red", "not_graded", "unit.registered"),
    Why(
        "别的等级", lambda s: unit(s, grade="blue"), "unit u1 d-a units_red", "other_grade", "unit.registered"
    ),
    Why(
        "单位作废", lambda s: (unit(s), voided(s, "u1", "unit")), "unit u1 d-a units", "voided", "unit.voided"
    ),
    Why(
        "单位并入另一家",
        lambda s: (unit(s), unit(s, "u2"), merged(s, "u1", "u2", "unit")),
        "unit u1 d-a units",
        "merged",
        "unit.merged",
    ),
    Why("没有检查过", unit, "unit u1 d-a inspected", "not_inspected"),
    Why(
        "最近一次检查是别人的",
        lambda s: (unit(s), visit(s, when="11-01"), visit(s, "i2", by="d-b")),
        "unit u1 d-a inspected",
        "by_another",
        "inspection.completed",
        "d-b",
    ),
    Why(
        "检查作废",
        lambda s: (unit(s), visit(s), voided(s, "i1", "inspection")),
        "unit u1 d-a inspected",
        "voided",
        "inspection.voided",
    ),
    Why(
        "村居检查",
        lambda s: visit(s, by="v-e"),
        "inspection i1 d-a inspected",
        "by_no_filer",
        "inspection.completed",
        "v-e",
    ),
    Why(
        "检查所涉单位作废",
        lambda s: (unit(s), visit(s), voided(s, "u1", "unit")),
        "inspection i1 d-a inspected",
        "unit_voided",
        "unit.voided inspection.completed",
    ),
    Why(
        "没有领导参加",
        lambda s: visit(s, participants=["o-clerk"]),
        "inspection i1 d-a inspected_by_leader",
        "no_leader",
        "inspection.completed",
    ),
    Why("没有处罚", unit, "unit u1 d-a penalised", "not_penalised"),
    Why(
        "处罚已撤销",
        lambda s: (penalty(s, fen=1), s.tell("penalty.revoked", "12-20", "p1", reason="复议")),
        "unit u1 d-a penalised",
        "revoked",
        "penalty.revoked",
        policy=POLICIES["2"],
    ),
    Why(
        "截止的一刻才撤销处罚：算",
        lambda s: (penalty(s, fen=1), s.tell("penalty.revoked", "12-20", "p1", reason="复议")),
        "unit u1 d-a penalised",
        None,
        policy=POLICIES["2"],
        until="12-20",
    ),
    Why("没有罚款", penalty, "penalty p1 d-a fines", "no_fine", "penalty.imposed"),
    Why("单位问罚款：算", lambda s: (unit(s), penalty(s, fen=1)), "unit u1 d-a fines", None),
    Why(
        "单位作废，罚款仍算",
        lambda s: (unit(s), penalty(s, fen=1), voided(s, "u1", "unit")),
        "unit u1 d-a fines",
        None,
    ),
]
