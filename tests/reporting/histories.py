"""Random histories of a small town: what is said of each subject in order, subjects to be shuffled."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from tests.reporting.story import Story, town

DAYS = st.sampled_from(
    [
        "2024-06-01",
        "11-14 23:59",
        "11-15",
        "12-01",
        "12-01",
        "12-10",
        "12-20 18:00",
        "02-28",
        "03-01",
        "03-02",
    ]
)
UNITS = st.sampled_from(["u1", "u2", "u3"])
HAZARDS = st.sampled_from(["h1", "h2", "h3"])
FILERS = st.sampled_from(["d-a", "d-b", "d-c", "v-e", "v-w"])
DEPARTMENTS = st.sampled_from(["d-a", "d-b", "d-c"])
ACTORS = st.sampled_from(["d-a", "d-b", "v-e", "g-1", "g-1"])
RECEIVERS = st.sampled_from(["x-1", "x-2", "d-a", "d-b"])
PEOPLE = st.lists(st.sampled_from(["o-leader", "o-clerk"]), unique=True)
REASON = st.just("原因")
GRADES = st.sampled_from(["red", "blue"])
FINES = st.sampled_from([0, 1, 12345])
PARTS = st.one_of(
    st.builds(lambda fen: {"kind": "fine", "fine_fen": fen}, FINES),
    st.sampled_from([{"kind": "stop_work"}, {"kind": "other", "named": "警告"}]),
)
PENALTIES = st.one_of(
    st.builds(lambda fen: (1, {"kinds": ["fine"], "fine_fen": fen}), FINES),
    st.builds(lambda parts: (2, {"parts": parts}), st.lists(PARTS, min_size=1, max_size=3)),
)
"""What a penalty's decision says, as either version says it: the version, and what belongs to it."""


@dataclass(frozen=True)
class Saying:
    """`back`: takes back the n-th saying about the subject, counted from the end, never the first."""

    kind: str
    subject: str
    type: str
    when: str
    data: dict[str, Any]
    back: int | None = None
    version: int = 1


def _said(
    type_: str, subjects: st.SearchStrategy[str], **data: st.SearchStrategy[Any]
) -> st.SearchStrategy[Saying]:
    return st.builds(
        Saying,
        st.just(type_.split(".", maxsplit=1)[0]),
        subjects,
        st.just(type_),
        DAYS,
        st.fixed_dictionaries(data),
    )


_REGRADINGS = st.sampled_from(
    [("raised", "major"), ("mitigated", "general"), ("misjudged", "general"), ("misjudged", "major")]
)
_PEOPLE_IN_OFFICE = st.sampled_from(["o-leader", "o-clerk"])

CHANGES = st.one_of(
    _said("unit.graded", UNITS, grade=GRADES),
    _said("unit.reassigned", UNITS, department=st.one_of(st.none(), DEPARTMENTS)),
    _said("unit.reassigned", UNITS, village=st.sampled_from(["v-e", "v-w"])),
    _said("unit.closed_down", UNITS),
    _said("unit.reopened", UNITS),
    _said("unit.merged", UNITS, into=UNITS),
    _said("unit.voided", UNITS, reason=REASON),
    _said("official.term_started", _PEOPLE_IN_OFFICE, office=st.just("副镇长"), leader=st.just(True)),
    _said("official.term_ended", _PEOPLE_IN_OFFICE, office=st.sampled_from(["镇长", "副镇长"])),
    _said("inspection.voided", st.just("i1"), reason=REASON),
    _said("hazard.closed", HAZARDS, by=FILERS),
    _said("hazard.closed", HAZARDS, by=FILERS),
    _said("hazard.look_back_failed", HAZARDS, by=FILERS),
    st.builds(
        lambda hazard, when, how: Saying(
            "hazard", hazard, "hazard.regraded", when, {"reason": how[0], "severity": how[1]}
        ),
        HAZARDS, DAYS, _REGRADINGS,
    ),
    _said("hazard.referred", HAZARDS, by=FILERS, to=RECEIVERS),
    _said("hazard.referred", HAZARDS, by=FILERS, to=RECEIVERS),
    _said("hazard.referral_withdrawn", HAZARDS, to=RECEIVERS, reason=REASON),
    _said("hazard.supervision_ordered", HAZARDS, by=DEPARTMENTS),
    _said("hazard.merged", HAZARDS, into=HAZARDS),
    _said("hazard.voided", HAZARDS, reason=REASON),
    _said("penalty.revoked", st.just("p1"), reason=REASON),
    _said("penalty.voided", st.just("p1"), reason=REASON),
    _said("case.referred", st.just("c1"), by=DEPARTMENTS, to=st.just("x-1")),
    _said("case.withdrawn", st.just("c1"), reason=REASON),
    st.builds(
        lambda kind_id, when, back: Saying(kind_id[0], kind_id[1], "fact.voided", when, {}, back),
        st.sampled_from([("unit", "u1"), ("unit", "u2"), ("hazard", "h1"), ("hazard", "h2"), ("case", "c1")]),
        DAYS,
        st.integers(1, 3),
    ),
)  # fmt: skip


@st.composite
def introductions(draw: st.DrawFn) -> list[Saying]:
    """Every subject's first saying; the rest may be recorded before or after those of other subjects."""
    sayings = []
    for unit in ("u1", "u2", "u3"):
        data: dict[str, Any] = {"name": "某厂", "kind": "other", "village": "v-e"}
        department = draw(st.one_of(st.none(), DEPARTMENTS))
        grade = draw(st.one_of(st.none(), GRADES))
        data |= {} if department is None else {"department": department}
        data |= {} if grade is None else {"grade": grade}
        sayings.append(Saying("unit", unit, "unit.registered", draw(DAYS), data))
    for hazard in ("h1", "h2", "h3"):
        data = {
            "unit_id": draw(UNITS), "by": draw(st.one_of(ACTORS, st.just("unit"))),
            "severity": draw(st.sampled_from(["general", "major"])), "description": "隐患",
        }  # fmt: skip
        sayings.append(Saying("hazard", hazard, "hazard.found", draw(DAYS), data))
    for visit in ("i1", "i2", "i3"):
        data = {
            "unit_id": draw(UNITS), "by": draw(ACTORS), "participants": draw(PEOPLE),
            "with": draw(st.lists(FILERS, max_size=2, unique=True)),
        }  # fmt: skip
        sayings.append(Saying("inspection", visit, "inspection.completed", draw(DAYS), data))
    for penalty in ("p1", "p2"):
        version, said = draw(PENALTIES)
        data = {"unit_id": draw(UNITS), "by": draw(DEPARTMENTS), "decision_no": "1"} | said
        sayings.append(Saying("penalty", penalty, "penalty.imposed", draw(DAYS), data, version=version))
    data = {"by": draw(DEPARTMENTS), "to": "x-1"}
    return [*sayings, Saying("case", "c1", "case.referred", draw(DAYS), data)]


@st.composite
def histories(draw: st.DrawFn) -> list[Saying]:
    return draw(introductions()) + draw(st.lists(CHANGES, max_size=25))


def shuffled_between_subjects(draw: st.DrawFn, history: list[Saying]) -> list[Saying]:
    """Another order in which what is said of each subject keeps its own."""
    queues: dict[tuple[str, str], list[Saying]] = defaultdict(list)
    for saying in history:
        queues[saying.kind, saying.subject].append(saying)
    order = draw(st.permutations([(saying.kind, saying.subject) for saying in history]))
    taken = {key: iter(queue) for key, queue in queues.items()}
    return [next(taken[key]) for key in order]


def told(history: list[Saying]) -> Story:
    """In a town that is known from the start."""
    story = town()
    recorded: dict[tuple[str, str], list[int]] = defaultdict(list)
    for saying in history:
        so_far = recorded[saying.kind, saying.subject]
        if saying.back is None:
            said = (saying.type, saying.when, saying.subject)
            so_far.append(story.tell(*said, version=saying.version, **saying.data))
        elif len(so_far) > saying.back:
            so_far.append(story.taken_back(saying.kind, saying.subject, so_far[-saying.back], saying.when))
    return story
