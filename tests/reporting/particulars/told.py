"""A town with something in every list, and another one in which the same ids have other names."""

from typing import Any

from tests.reporting.story import Story, open_campaign, town
from tests.reporting.telling import case, closed, listed, merged, penalty, planned, referred, unit, visit

ELSEWHERE = "500112999"
USCC = "91350100M000100Y43"


def found_in_words(story: Story, id_: str = "h1", **data: Any) -> int:
    usual: dict[str, Any] = {
        "unit_id": "u1", "by": "d-a", "severity": "major",
        "description": "=cmd|' /C calc'!A0", "location": "二楼仓库", "inspection_id": "i1",
    }  # fmt: skip
    return story.tell("hazard.found", "11-20 10:00", id_, **(usual | data))


def told() -> Story:
    """u1 is called =1+1 until 12-10; its second description is taken back."""
    story = town()
    open_campaign(story)
    unit(story, "u1", name="=1+1", kind="micro_enterprise", grade="red", uscc=USCC)
    unit(story, "u2", name="二厂", kind="small_venue", village="v-w")
    unit(story, "u3", name="又记二厂", village="v-w", department=None)
    merged(story, "u3", "u2", "unit", when="12-20")
    visit(story, "i1", "11-20 09:00", unit_id="u1", with_=["d-b"], participants=["o-leader", "o-clerk"])
    visit(story, "i2", "12-02", unit_id="u1")
    visit(story, "i3", "12-03", by="g-1", unit_id="u3")
    found_in_words(story)
    found_in_words(story, "h2", unit_id="u3", by="v-w", severity="general", inspection_id=None)
    planned(story, "12-15")
    referred(story, "12-02", to="x-1")
    referred(story, "12-03", by="v-w", to="d-b", id_="h2")
    listed(story, "12-04", level="一级")
    closed(story, "12-12")
    penalty(story, "p1", "12-11", fen=1_200_001)
    penalty(story, "p2", "12-12", unit_id="u3")
    case(story, "c1", "12-13")
    story.tell("unit.described", "12-10", "u1", name="大厂")
    gone = story.tell("unit.described", "12-11", "u1", name="错名")
    story.taken_back("unit", "u1", gone)
    _tell_elsewhere(story)
    return story


def _tell_elsewhere(story: Story) -> None:
    for log in [list(each) for each in story.logs.values()]:
        for each in log:
            if each.type not in ("unit.described", "fact.voided"):
                story.again_in(each, ELSEWHERE)
    story.tell("unit.described", "11-16", "u1", ELSEWHERE, name="别镇的厂")
    story.tell("organisation.registered", "2024-02-01", "d-a", ELSEWHERE, name="别镇甲科", kind="department")
