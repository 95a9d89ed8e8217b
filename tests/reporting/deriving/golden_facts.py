"""The facts of the golden logs: two towns with the same ids, and everything that moves a figure."""

from typing import Any

from shared.instant import write_instant
from tests.reporting.story import CAMPAIGN, TOWN, Story, at
from tests.reporting.telling import (
    case,
    closed,
    found,
    listed,
    merged,
    penalty,
    referred,
    regraded,
    reopened,
    unit,
    visit,
    voided,
    withdrawn,
)
from tests.reporting.two_towns import ELSEWHERE

TOWNS = {TOWN: "本镇", ELSEWHERE: "邻镇"}
OTHER_POLICY = "winter-2"
"""A campaign beside the first one, counted by the second policy."""
DEADLINES = ("11-30 18:00", "12-14 18:00", "12-30 18:00")
_ORGANISATIONS = (
    ("d-a", "甲科", "department"),
    ("d-b", "乙科", "department"),
    ("d-c", "不在名单的科室", "department"),
    ("v-e", "东村", "village"),
    ("v-w", "西村", "village"),
    ("g-1", "第一工作组", "working_group"),
    ("x-1", "区应急局", "district_department"),
    ("x-2", "区消防支队", "district_department"),
    ("safety-office", "镇安委办", "safety_office"),
)


def two_golden_towns() -> Story:
    """As it is before the first deadline."""
    story = Story()
    for township in TOWNS:
        story.township = township
        _registry(story)
        _first_weeks(story)
    return story


def _registry(story: Story) -> None:
    for organisation, name, kind in _ORGANISATIONS:
        story.tell("organisation.registered", "2024-01-01", organisation, name=name, kind=kind)
    for official, name, title, leader in (
        ("o-leader", "领导", "镇长", True),
        ("o-clerk", "干部", "科员", False),
    ):
        story.tell("official.registered", "2024-01-01", official, name=name, title=title)
        story.tell("official.term_started", "2020-01-01", official, office=title, leader=leader)
    _opened(story, CAMPAIGN, policy="1", countersign=True)
    _opened(story, OTHER_POLICY, policy="2", review="head")
    for number, grade in enumerate(("red", "orange", "yellow", "blue", None, "blue"), 1):
        graded: dict[str, Any] = {} if grade is None else {"grade": grade}
        unit(story, f"u{number}", village="v-e" if number < 5 else "v-w", **graded)
    unit(story, "u7", village="v-w", department="d-b", grade="yellow")
    unit(story, "u8", department=None, grade="red")
    if story.township == ELSEWHERE:
        unit(story, "u9", grade="orange")


def _opened(story: Story, campaign: str, **more: Any) -> None:
    story.tell(
        "campaign.opened", "11-13", campaign,
        title="大排查", starts=write_instant(at("11-15")), ends=write_instant(at("03-01")), phases=[],
        deadlines=[write_instant(at(each)) for each in DEADLINES], final_due=write_instant(at("03-07 18:00")),
        departments=["d-a", "d-b"], villages=["v-e", "v-w"],
        form_titles={"annex-3": "科室汇总表", "annex-4": "村居汇总表"}, foot_notes={},
        supervision_levels=[], **more,
    )  # fmt: skip


def _first_weeks(story: Story) -> None:
    visit(story, "i1", "11-18", unit_id="u1", with_=["d-b"], participants=["o-leader"])
    visit(story, "i2", "11-19", unit_id="u2")
    visit(story, "i3", "11-19 14:00", by="g-1", unit_id="u8", participants=["o-leader"])
    visit(story, "i7", "11-19 15:00", by="d-c", unit_id="u6")
    found(story, "h1", "11-20", severity="major")
    found(story, "h2", "11-20 10:00", unit_id="u2")
    found(story, "h3", "11-21", by="v-e")
    found(story, "h4", "11-21 10:00", by="v-e", severity="major")
    found(story, "h5", "11-21 11:00", by="v-w", unit_id="u6")
    found(story, "h6", "11-22", by="g-1", unit_id="u8")
    found(story, "h7", "11-22 10:00", by="unit")
    found(story, "h8", "11-22 11:00", by="d-b", unit_id="u7", severity="major")
    closed(story, "11-24", "h1")
    closed(story, "11-24 10:00", "h2")
    closed(story, "11-25", "h4")
    closed(story, "11-25 10:00", "h8")
    referred(story, "11-25 11:00", id_="h2")
    referred(story, "11-25 12:00", by="v-e", to="d-a", id_="h3")
    referred(story, "11-25 13:00", by="v-w", to="d-b", id_="h5")
    listed(story, "11-26", id_="h1")
    penalty(story, "p1", "11-27", fen=1_200_001)
    penalty(story, "p2", "11-27 10:00", unit_id="u2", fen=50_000)
    penalty(story, "p3", "11-27 11:00", by="d-b", unit_id="u7")
    case(story, "c1", "11-28")
    if story.township == ELSEWHERE:
        found(story, "h9", "11-28 10:00", unit_id="u9")


def before_the_second_deadline(story: Story) -> None:
    """What happened since, and what turned out to have been wrong."""
    for township in TOWNS:
        story.township = township
        story.tell("organisation.registered", "12-05", "d-b", name="乙科（新）", kind="department")
        found(story, "back-dated", "11-20 16:00", by="d-a", unit_id="u3")
        mistaken = visit(story, "i4", "12-06", unit_id="u5")
        story.taken_back("inspection", "i4", mistaken, "12-07")
        visit(story, "i5", "12-06 10:00", by="d-b", unit_id="u1", participants=["o-clerk"])
        voided(story, "h2", when="12-08")
        reopened(story, "12-08 10:00", "h1")
        regraded(story, "misjudged", "general", "12-08 11:00", "h8")
        found(story, "again", "12-08 12:00", by="v-e")
        merged(story, "again", "h3", when="12-09")
        regraded(story, "raised", "major", "12-09 10:00", "h5")
        closed(story, "12-09 11:00", "h5")
        merged(story, "u7", "u1", "unit", "12-10")
        story.tell("unit.reassigned", "12-10 10:00", "u3", department="d-b")
        story.tell("unit.closed_down", "12-10 11:00", "u4")
        withdrawn(story, "12-10 12:00", id_="h2")
        referred(story, "12-10 13:00", to="x-2", id_="h1")
        regraded(story, "mitigated", "general", "12-10 14:00", "h4")
        story.tell("penalty.revoked", "12-11", "p2", reason="复核撤销")
        story.tell("unit.graded", "12-11 10:00", "u5", grade="yellow")


def missed(story: Story) -> None:
    """Found before the second deadline, and recorded after it."""
    for township in TOWNS:
        story.township = township
        found(story, "missed", "12-13", unit_id="u5")


def before_the_third_deadline(story: Story) -> None:
    for township in TOWNS:
        story.township = township
        story.tell("official.term_ended", "11-18 12:00", "o-leader", office="镇长")
        closed(story, "12-22", "h1")
        visit(story, "i6", "12-22 10:00", unit_id="u5", participants=["o-leader"])
        penalty(story, "p4", "12-23", by="d-b", unit_id="u5", fen=300)
        listed(story, "12-23 10:00", by="d-b", id_="h8")
        case(story, "c2", "12-23 11:00", by="d-b")
        case(story, "c3", "12-23 12:00")
        story.tell("case.withdrawn", "12-24", "c3", reason="误送")
