"""Whose a subject is: by what is in force of it, at any date."""

from collections.abc import Callable

import pytest

from services.reporting.subjects.kept import LOG_OF_KIND
from services.reporting.why_not.ownership import owned
from tests.reporting.story import Story, town
from tests.reporting.telling import case, found, listed, penalty, referred, unit, visit, voided, withdrawn

EVERYBODY = ("d-a", "d-b", "d-c", "v-e", "v-w")
DEPARTMENTS = {"d-a", "d-b", "d-c"}
CASES: list[tuple[str, Callable[[Story], object], str, set[str]]] = [
    ("单位：属地和主管", lambda s: unit(s), "unit u1", {"d-a", "v-e"}),  # noqa: PLW0108 - as its neighbours
    (
        "单位改派：先后两个科室",
        lambda s: (unit(s), s.tell("unit.reassigned", "12-01", "u1", department="d-b")),
        "unit u1",
        {"d-a", "d-b", "v-e"},
    ),
    (
        "改派已撤销",
        lambda s: (
            unit(s),
            s.taken_back("unit", "u1", s.tell("unit.reassigned", "12-01", "u1", department="d-b")),
        ),
        "unit u1",
        {"d-a", "v-e"},
    ),
    ("检查：实施单位，不是参加单位", lambda s: visit(s, with_=["d-b"]), "inspection i1", {"d-a"}),
    ("处罚", lambda s: penalty(s, by="d-b"), "penalty p1", {"d-b"}),
    ("案件", lambda s: case(s, by="d-b"), "case c1", {"d-b"}),
    ("隐患：发现单位", lambda s: (found(s, by="v-e"), voided(s, "h1")), "hazard h1", {"v-e"}),
    (
        "隐患：接收单位",
        lambda s: (found(s, by="v-e"), referred(s, by="v-e", to="d-b")),
        "hazard h1",
        {"v-e", "d-b"},
    ),
    (
        "移送已撤回",
        lambda s: (found(s, by="v-e"), referred(s, by="v-e", to="d-b"), withdrawn(s, to="d-b")),
        "hazard h1",
        {"v-e"},
    ),
    (
        "撤回之后再移送",
        lambda s: (
            found(s, by="v-e"),
            withdrawn(s, to="d-b"),
            referred(s, by="v-e", to="d-b"),
        ),
        "hazard h1",
        {"v-e", "d-b"},
    ),
    ("挂牌的科室不是所有者", lambda s: (found(s), listed(s, by="d-b")), "hazard h1", {"d-a"}),
    ("工作组发现：每个科室", lambda s: found(s, by="g-1"), "hazard h1", DEPARTMENTS),
    ("单位自报：每个科室", lambda s: found(s, by="unit"), "hazard h1", DEPARTMENTS),
]


@pytest.mark.parametrize(
    ("happens", "asked", "owners"), [case[1:] for case in CASES], ids=[c[0] for c in CASES]
)
def test_owners(happens: Callable[[Story], object], asked: str, owners: set[str]) -> None:
    story = town()
    happens(story)
    kind, id_ = asked.split()
    assert kind in LOG_OF_KIND
    in_force = story.rows()[kind][id_]
    kinds = {"d": "department", "v": "village", "g": "working_group"}
    named = {
        each
        for each in EVERYBODY
        if owned(kind, in_force, frozenset({each}), lambda organisation: kinds.get(organisation[0]))
    }
    assert named == owners
