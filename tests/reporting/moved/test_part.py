"""影响的报表, beside a timeline: what it names, and to whom. The other town has the same ids."""

import re

import httpx
import pytest

from tests.reporting.submissions.office import FILER, OTHER, VILLAGE, Office
from tests.reporting.telling import closed, found, visit
from tests.reporting.two_towns import ELSEWHERE

AUDITOR = ("auditor", None)


async def part(office: Office, log: str, position: int, who: dict[str, str]) -> httpx.Response:
    return await office.reporting.client.get(
        "/pages/parts/moved", params={"log": log, "position": str(position)}, headers=who
    )


async def words(office: Office, log: str, position: int, who: dict[str, str]) -> str:
    answer = await part(office, log, position, who)
    assert answer.status_code == httpx.codes.OK, answer.text
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", "", answer.text)).strip()


def at_other_town(office: Office) -> Office:
    return Office(office.reporting, office.keys, office.database, township=ELSEWHERE)


async def test_what_an_event_moved(office: Office, subtests: pytest.Subtests) -> None:
    story = office.reporting.story
    new, seen = found(story, "new", "12-13", by=FILER), visit(story, "again", "12-13", by=FILER, unit_id="u1")
    await office.publish()
    number = await office.signed("2", FILER)
    await office.signed("2", VILLAGE)
    late = closed(story, "12-12", "new")
    await office.publish()
    everything, own = office.as_(*AUDITOR), office.officer
    with subtests.test("in the forms of now and in what was signed since"):
        told = await words(office, "hazards", new, everything)
        assert "现在的汇总表： 附件3 甲科“隐患总数·排查（条）”+1；甲科“隐患总数·已整改（条）”+1。" in told
        assert (
            f"已报送的报表： 甲科 第2期（截至12月14日）（{number}，已报送）甲科“隐患总数·排查（条）”+1"
            in told
        )
        assert VILLAGE not in told
        assert told == await words(office, "hazards", new, own)
    with subtests.test("recorded after the signing"):
        told = await words(office, "hazards", late, own)
        assert "“隐患总数·已整改（条）”+1" in told
        assert "没有已报送的报表计入这条记录" in told
    with subtests.test("another visit counts the unit as well"):
        assert await words(office, "hazards", seen, own) == "这条记录不影响任何报表的数字。"
    with subtests.test("one that moves no figure"):
        claim = story.tell("hazard.rectification_claimed", "12-12", "new", by="unit")
        await office.publish()
        assert await words(office, "hazards", claim, own) == "这条记录不影响任何报表的数字。"
    with subtests.test("to nobody else"):
        await _to_nobody_else(office, new)


async def _to_nobody_else(office: Office, new: int) -> None:
    """One answer to a filer, whatever stands there: nothing, another's, or another town's."""
    there = at_other_town(office)
    other = office.as_("officer", OTHER)
    elsewhere = next(
        event.position for event in office.reporting.story.logs["hazards"] if event.township == ELSEWHERE
    )
    for position in (new, elsewhere, 10**9):
        refused = await part(office, "hazards", position, other)
        assert (refused.status_code, "not_yours" in refused.text) == (403, True), position
    for who, position in ((office.as_(*AUDITOR), elsewhere), (there.as_(*AUDITOR), new)):
        refused = await part(office, "hazards", position, who)
        assert (refused.status_code, "not_found" in refused.text) == (404, True)
    assert "not_yours" in (await part(office, "hazards", new, there.officer)).text
    for role in ("operator", "dashboard"):
        assert "not_allowed" in (await part(office, "hazards", new, office.as_(role))).text
