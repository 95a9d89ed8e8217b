"""A town with a bit of everything, beside another one in which the same ids mean something else."""

from tests.reporting.story import Story, open_campaign, town
from tests.reporting.telling import closed, found, penalty, planned, reopened, unit, visit

ELSEWHERE = "500112999"
DEADLINES = ("11-30 18:00", "12-14 18:00", "12-30 18:00")


def two_towns() -> Story:
    """Everything of the first town is told again of the other, one hazard and two visits excepted."""
    story = town()
    open_campaign(story, deadlines=DEADLINES)
    for number in range(1, 5):
        unit(story, f"u{number}", village="v-e" if number < 4 else "v-w")
    unit(story, "u5", department=None)
    visit(story, "i1", "11-20", by="d-a", unit_id="u1", with_=["d-b"], participants=["o-leader"])
    visit(story, "i2", "12-10", by="g-1", unit_id="u5")
    found(story, "h1", "11-20 10:00", by="d-a", severity="major")
    found(story, "h2", "12-01", by="d-a")
    found(story, "h3", "12-05", by="v-e")
    found(story, "h4", "12-06", by="g-1", unit_id="u5")
    closed(story, "11-25 09:00", "h1")
    closed(story, "12-20", "h3")
    reopened(story, "12-28", "h3")
    planned(story, "12-15", "h2", "12-02")
    penalty(story, "p1", "12-11", fen=1_200_001)
    for log in [list(each) for each in story.logs.values()]:
        for told in log:
            story.again_in(told, ELSEWHERE)
    found(story, "h5", "12-24", by="d-b")
    visit(story, "i3", "12-24", by="d-b", unit_id="u1")
    visit(story, "i4", "01-24", by="d-b", unit_id="u2")
    return story
