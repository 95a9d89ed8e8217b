"""单位负责人审核, where the campaign asks for it: by the head of the filer, who is another than signed."""

import pytest

from tests.reporting.story import CAMPAIGN
from tests.reporting.submissions.office import FILER, OTHER, Office
from tests.reporting.submissions.test_reviewing import code_of


def head_of(office: Office, organisation: str, subject: str = "head", **claims: bool) -> dict[str, str]:
    token = office.reporting.issuer.token(
        sub=f"{subject}@{organisation}", role="officer", organisation=organisation,
        township=office.township, name="赵负责", **(claims or {"head": True}),
    )  # fmt: skip
    return {"Authorization": f"Bearer {token}"}


@pytest.fixture
async def reviewing(office: Office) -> Office:
    story = office.reporting.story
    before = next(each.data for each in reversed(story.logs["registry"]) if each.type == "campaign.opened")
    story.tell("campaign.opened", "11-13", CAMPAIGN, **{**before, "review": "head"})
    await office.publish()
    return office


async def test_it_is_accepted_after_the_head_has_agreed(reviewing: Office) -> None:
    number = await reviewing.signed()
    assert (await reviewing.submission(number))["state_name"] == "待单位负责人审核"
    assert code_of(await reviewing.post("review/acceptances", {"numbers": [number]})) == "head_review_needed"
    answer = await reviewing.post(f"submissions/{number}/review", {}, head_of(reviewing, FILER))
    assert answer.status_code == 200, answer.text
    submission = await reviewing.submission(number)
    assert submission["state_name"] == "已报送"
    assert [(act["act"], act["by"]["name"]) for act in submission["acts"]] == [("reviewed", "赵负责")]
    again = await reviewing.post(f"submissions/{number}/review", {}, head_of(reviewing, FILER))
    assert code_of(again) == "already_reviewed"
    assert (await reviewing.post("review/acceptances", {"numbers": [number]})).status_code == 200


async def test_nobody_else_reviews_it(reviewing: Office) -> None:
    number = await reviewing.signed()
    for who, code in (
        (head_of(reviewing, FILER, head=False), "not_a_head"),
        (head_of(reviewing, OTHER), "not_yours"),
        (reviewing.safety_office, "not_your_report"),
        (head_of(reviewing, FILER, subject="officer"), "same_person"),
    ):
        assert code_of(await reviewing.post(f"submissions/{number}/review", {}, who)) == code


async def test_the_head_returns_what_is_not_right_until_it_is_received(reviewing: Office) -> None:
    number = await reviewing.signed()
    body = {"reason": "罚款与台账不符", "column": "fines"}
    other = await reviewing.post(f"submissions/{number}/return", body, head_of(reviewing, OTHER))
    assert code_of(other) == "not_yours"
    answer = await reviewing.post(f"submissions/{number}/return", body, head_of(reviewing, FILER))
    assert answer.status_code == 200, answer.text
    again = await reviewing.signed()
    await reviewing.post(f"submissions/{again}/review", {}, head_of(reviewing, FILER))
    refused = await reviewing.post(f"submissions/{again}/return", body, head_of(reviewing, FILER))
    assert code_of(refused) == "not_allowed"


async def test_what_the_safety_office_signs_for_a_filer_needs_no_head(reviewing: Office) -> None:
    on_behalf = {"reason": "设备故障", "asked_by": "王芳"}
    body = await reviewing.body(on_behalf=on_behalf)
    number = (await reviewing.post("submissions", body)).json()["number"]
    assert (await reviewing.submission(number))["state_name"] == "已报送"
    assert code_of(await reviewing.post(f"submissions/{number}/review", {}, head_of(reviewing, FILER))) == (
        "no_review_asked"
    )


async def test_where_the_campaign_does_not_ask_nobody_reviews(office: Office) -> None:
    number = await office.signed()
    answer = await office.post(f"submissions/{number}/review", {}, head_of(office, FILER))
    assert code_of(answer) == "no_review_asked"
