"""What a campaign file states: each statement once, a later one replaces it from its moment."""

import pytest

from services.registry.campaign import CAMPAIGN
from services.registry.official import OFFICIAL
from services.registry.organisation import ORGANISATION, kind_of
from services.registry.working_group import WORKING_GROUP
from shared.events.registry import (
    CampaignOpened,
    OfficialRegistered,
    OrganisationRegistered,
    TermEnded,
    TermStarted,
    WorkingGroupFormed,
)
from tests.support.specification import given, replay, said, taking_back

NAMED = OrganisationRegistered(organisation_id="v-a", name="明月村", kind="village")
RENAMED = OrganisationRegistered(organisation_id="v-a", name="明月社区", kind="village")
OTHER_KIND = OrganisationRegistered(organisation_id="v-a", name="明月村", kind="department")
OFFICE = OfficialRegistered(official_id="o", name="刘波", title="专职副书记")


def test_an_organisation_is_renamed_but_stays_of_its_kind() -> None:
    given(ORGANISATION).when(said(1, NAMED)).then_recorded()
    given(ORGANISATION, said(1, NAMED)).when(said(1, NAMED)).then_nothing()
    given(ORGANISATION, said(1, NAMED)).when(said(5, RENAMED)).then_recorded()
    given(ORGANISATION, said(1, NAMED)).when(said(5, OTHER_KIND)).then_refused("already_exists")
    given(ORGANISATION, said(1, NAMED)).when(said(5, taking_back(1))).then_refused("introduces_subject")
    assert kind_of(replay(ORGANISATION, said(1, NAMED), said(5, RENAMED))) == "village"


def test_terms_of_an_official() -> None:
    started = TermStarted(official_id="o", office="镇长", leader=True)
    ended = TermEnded(official_id="o", office="镇长")
    given(OFFICIAL).when(said(1, started)).then_refused("unknown_reference")
    given(OFFICIAL, said(5, OFFICE)).when(said(1, started)).then_recorded()
    given(OFFICIAL, said(5, OFFICE), said(1, started)).when(said(9, ended)).then_recorded()
    given(OFFICIAL, said(5, OFFICE)).when(said(5, OFFICE)).then_nothing()
    given(OFFICIAL, said(5, OFFICE)).when(said(6, OFFICE)).then_recorded()
    given(OFFICIAL, said(5, OFFICE), said(1, started)).when(said(9, taking_back(2))).then_recorded()


def formed(departments: list[str], villages: list[str]) -> WorkingGroupFormed:
    return WorkingGroupFormed(
        group_id="g-1", heads=["o"], members=["o"], departments=departments, villages=villages
    )


def test_a_working_group_supervises_departments_and_villages() -> None:
    given(WORKING_GROUP).when(said(1, formed(["d-a"], ["v-a"]))).then_recorded()
    given(WORKING_GROUP).when(said(1, formed(["v-a"], []))).then_refused("wrong_kind")
    given(WORKING_GROUP).when(said(1, formed([], ["d-a"]))).then_refused("wrong_kind")
    before = said(1, formed(["d-a"], []))
    given(WORKING_GROUP, before).when(before).then_nothing()
    given(WORKING_GROUP, before).when(said(2, formed(["d-b"], []))).then_recorded()


def opened(**changed: object) -> CampaignOpened:
    data = {
        "campaign_id": "c",
        "title": "排查",
        "starts": "2024-11-14T16:00:00.000000Z",
        "ends": "2025-02-28T16:00:00.000000Z",
        "phases": [],
        "deadlines": ["2024-11-30T10:00:00.000000Z", "2024-12-14T10:00:00.000000Z"],
        "departments": ["d-a"],
        "villages": ["v-a"],
        "policy": "1",
        "form_titles": {},
        "foot_notes": {},
        "supervision_levels": [],
    }
    return CampaignOpened.model_validate(data | changed)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"ends": "2024-11-14T16:00:00.000000Z"}, "invalid_data"),
        ({"deadlines": ["2024-12-14T10:00:00.000000Z", "2024-11-30T10:00:00.000000Z"]}, "invalid_data"),
        ({"departments": ["v-a"]}, "wrong_kind"),
        ({"villages": ["x-a"]}, "wrong_kind"),
    ],
)
def test_a_campaign_makes_sense(changed: dict[str, object], code: str) -> None:
    given(CAMPAIGN).when(said(1, opened())).then_recorded()
    given(CAMPAIGN).when(said(1, opened(**changed))).then_refused(code)


def test_a_campaign_is_replaced_as_a_whole() -> None:
    given(CAMPAIGN, said(1, opened())).when(said(1, opened())).then_nothing()
    given(CAMPAIGN, said(1, opened())).when(said(1, opened(title="大排查"))).then_recorded()
