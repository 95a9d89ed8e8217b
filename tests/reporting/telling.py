"""Short words for the facts that cases are made of; what a case does not care about has a usual value."""

from typing import Any

from tests.reporting.story import Story, at


def unit(s: Story, id_: str = "u1", when: str = "2024-06-01", **data: Any) -> int:
    usual: dict[str, Any] = {"name": "某厂", "kind": "other", "village": "v-e", "department": "d-a"}
    usual |= data
    return s.tell("unit.registered", when, id_, **{k: v for k, v in usual.items() if v is not None})


def visit(
    s: Story, id_: str = "i1", when: str = "12-01", *, unit_id: str = "u1", by: str = "d-a", **data: Any
) -> int:
    return s.tell("inspection.completed", when, id_, unit_id=unit_id, by=by, **({"participants": []} | data))


def found(
    s: Story,
    id_: str = "h1",
    when: str = "12-01",
    *,
    by: str = "d-a",
    unit_id: str = "u1",
    severity: str = "general",
) -> int:
    return s.tell("hazard.found", when, id_, unit_id=unit_id, by=by, severity=severity, description="隐患")


def closed(s: Story, when: str = "12-05", id_: str = "h1", by: str = "d-b") -> int:
    return s.tell("hazard.closed", when, id_, by=by)


def reopened(s: Story, when: str, id_: str = "h1") -> int:
    return s.tell("hazard.look_back_failed", when, id_, by="d-b")


def regraded(s: Story, reason: str, severity: str, when: str = "12-10", id_: str = "h1") -> int:
    return s.tell("hazard.regraded", when, id_, reason=reason, severity=severity)


def referred(s: Story, when: str = "12-02", *, by: str = "d-a", to: str = "x-1", id_: str = "h1") -> int:
    return s.tell("hazard.referred", when, id_, by=by, to=to)


def withdrawn(s: Story, when: str = "12-20", *, to: str = "x-1", id_: str = "h1") -> int:
    return s.tell("hazard.referral_withdrawn", when, id_, to=to, reason="误送")


def listed(s: Story, when: str = "12-03", *, by: str = "d-a", id_: str = "h1", **data: Any) -> int:
    return s.tell("hazard.supervision_ordered", when, id_, by=by, **data)


def merged(s: Story, id_: str, into: str, kind: str = "hazard", when: str = "12-25") -> int:
    return s.tell(f"{kind}.merged", when, id_, into=into)


def voided(s: Story, id_: str, kind: str = "hazard", when: str = "12-25") -> int:
    return s.tell(f"{kind}.voided", when, id_, reason="误报")


def penalty(
    s: Story, id_: str = "p1", when: str = "12-01", *, unit_id: str = "u1", by: str = "d-a", fen: int = 0
) -> int:
    kinds = ["fine"] if fen else ["stop_work"]
    return s.tell(
        "penalty.imposed", when, id_, unit_id=unit_id, by=by, kinds=kinds, fine_fen=fen, decision_no="1"
    )


def case(s: Story, id_: str = "c1", when: str = "12-01", *, by: str = "d-a", to: str = "x-1") -> int:
    return s.tell("case.referred", when, id_, by=by, to=to)


def planned(s: Story, deadline: str, id_: str = "h1", when: str = "12-02") -> int:
    """`12-15` is that day of the winter of 2024, until its end."""
    data = {"responsible": "张三", "measures": "更换", "funds": 100, "contingency": "停用"}
    return s.tell("hazard.planned", when, id_, deadline=at(deadline).date().isoformat(), **data)
