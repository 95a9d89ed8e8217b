"""A campaign file may change after reports were signed: what was signed stays as it was, and can be read."""

from shared.instant import write_instant
from tests.reporting.consolidation.sheets import both_accepted, consolidate, prepared, sheet
from tests.reporting.story import CAMPAIGN, at
from tests.reporting.submissions.office import Office


async def redefine(office: Office, **more: object) -> None:
    story = office.reporting.story
    before = next(each.data for each in reversed(story.logs["registry"]) if each.type == "campaign.opened")
    story.tell("campaign.opened", "11-13", CAMPAIGN, **{**before, **more})
    await office.publish()


def deadlines(*days: str) -> list[str]:
    return [write_instant(at(each)) for each in days]


async def test_what_was_signed_for_a_period_that_is_no_more_is_there(office: Office) -> None:
    number, _ = await both_accepted(office)
    made = await consolidate(office)
    before = await office.submission(number)
    await redefine(office, deadlines=deadlines("11-30 18:00"))
    listed = await office.get("submissions")
    assert listed.status_code == 200, listed.text
    assert number in [each["number"] for each in listed.json()["submissions"]]
    assert await office.submission(number) == before
    changes = await office.get(f"submissions/{number}", changes="true")
    assert changes.status_code == 200, changes.text
    for suffix in ("xlsx", "docx", "pdf"):
        answer = await office.get(f"submissions/{number}.{suffix}")
        assert answer.status_code == 200, answer.text
        answer = await office.get(f"consolidations/{made}.{suffix}")
        assert answer.status_code == 200, answer.text
    assert (await sheet(office, made))["number"] == made
    lines = await office.get("consolidations")
    assert lines.status_code == 200, lines.text


async def test_a_receipt_says_for_ever_whether_it_was_on_time(office: Office) -> None:
    body = await office.body()
    first = await office.post("submissions", body, office.officer, "once")
    await redefine(office, deadlines=deadlines("11-30 18:00", "12-10 18:00", "12-30 18:00"))
    again = await office.post("submissions", body, office.officer, "once")
    assert again.json() == first.json()


async def test_filers_that_are_no_more_in_the_list_stay_in_the_sheet(office: Office) -> None:
    await both_accepted(office)
    made = await consolidate(office)
    before = await sheet(office, made)
    await redefine(office, departments=["d-c"])
    assert (await sheet(office, made))["rows"] == before["rows"]
    assert [each["id"] for each in (await prepared(office))["missing"]] == ["d-c"]
