"""What the directory answers about a subject, as now known."""

from services.registry.campaign import CAMPAIGN
from services.registry.campaign_facts import campaign_facts
from services.registry.entries import directory_entry, official_at
from services.registry.official import OFFICIAL
from services.registry.organisation import ORGANISATION
from services.registry.unit import UNIT
from shared.events.registry import (
    OfficialRegistered,
    OrganisationRegistered,
    TermEnded,
    TermStarted,
    UnitClosedDown,
    UnitDescribed,
    UnitGraded,
    UnitMerged,
    UnitReassigned,
    UnitRegistered,
    UnitReopened,
    UnitVoided,
)
from tests.registry.campaign_files import FILE
from tests.support.specification import Said, on, replay, said, taking_back

REGISTERED = said(
    3, UnitRegistered(unit_id="u", name="餐馆", kind="small_venue", village="v-a", department="d-a")
)


def unit(*history: Said) -> dict[str, object]:
    entry = directory_entry("unit", "u", replay(UNIT, REGISTERED, *history))
    assert entry is not None
    assert (entry.village, entry.department) == (
        entry.document.get("village"),
        entry.document.get("department"),
    )
    return dict(entry.document)


def test_a_unit_as_registered() -> None:
    assert unit() == {
        "unit_id": "u", "name": "餐馆", "kind": "small_venue", "village": "v-a", "department": "d-a",
        "state": "active",
    }  # fmt: skip


def test_changes_apply_by_the_time_they_occurred() -> None:
    history = (
        said(6, UnitGraded(unit_id="u", grade="red")),
        said(5, UnitGraded(unit_id="u", grade="blue")),
        said(5, UnitDescribed(unit_id="u", name="饭店", address="大盛路1号")),
        said(5, UnitReassigned(unit_id="u", village="v-b", without_department=True)),
    )
    assert unit(*history) == {
        "unit_id": "u", "name": "饭店", "kind": "small_venue", "village": "v-b", "grade": "red",
        "address": "大盛路1号", "state": "active",
    }  # fmt: skip


def test_states_of_a_unit() -> None:
    closed = said(5, UnitClosedDown(unit_id="u"))
    assert unit(closed)["state"] == "closed_down"
    assert unit(closed, said(6, UnitReopened(unit_id="u")))["state"] == "active"
    assert unit(closed, said(6, taking_back(2)))["state"] == "active"
    assert unit(said(9, UnitMerged(unit_id="u", into="u-2")))["merged_into"] == "u-2"
    assert unit(said(1, UnitVoided(unit_id="u", reason="误录")))["state"] == "voided"


def test_an_organisation_bears_its_newest_name() -> None:
    named = said(1, OrganisationRegistered(organisation_id="v-a", name="明月村", kind="village"))
    renamed = said(4, OrganisationRegistered(organisation_id="v-a", name="明月社区", kind="village"))
    entry = directory_entry("organisation", "v-a", replay(ORGANISATION, named, renamed))
    assert entry is not None
    assert entry.document == {"id": "v-a", "name": "明月社区", "kind": "village"}


def test_a_leader_holds_an_office_that_says_so() -> None:
    person = said(
        1, OfficialRegistered(official_id="o", name="刘波", title="副书记", organisation="s-office")
    )
    started = said(1, TermStarted(official_id="o", office="副书记", leader=True))
    ended = said(5, TermEnded(official_id="o", office="副书记"))
    for history, leader in (((person,), False), ((person, started), True), ((person, started, ended), False)):
        assert official_on(9, *history) == {
            "id": "o", "name": "刘波", "title": "副书记", "organisation": "s-office", "leader": leader,
        }  # fmt: skip


def test_a_leader_is_one_from_the_moment_of_taking_office_until_that_of_leaving_it() -> None:
    person = said(4, OfficialRegistered(official_id="o", name="刘波", title="副书记"))
    started = said(2, TermStarted(official_id="o", office="副书记", leader=True))
    ended = said(5, TermEnded(official_id="o", office="副书记"))
    leads = {day: official_on(day, person, started, ended)["leader"] for day in range(1, 7)}
    assert leads == {1: False, 2: True, 3: True, 4: True, 5: False, 6: False}


def official_on(day: int, *history: Said) -> dict[str, object]:
    entry = directory_entry("official", "o", replay(OFFICIAL, *history))
    assert entry is not None
    return dict(official_at(entry.document, on(day)))


def test_a_campaign_in_the_times_of_the_notice() -> None:
    opening = campaign_facts(FILE)[-1].data
    entry = directory_entry("campaign", FILE.id, replay(CAMPAIGN, said(1, opening)))
    assert entry is not None
    assert entry.document["window"] == ["2024-11-15T00:00:00+08:00", "2025-03-01T00:00:00+08:00"]
    assert entry.document["title"] == "全镇秋冬季安全生产大排查行动"
    assert isinstance(entry.document["deadlines"], list)
    assert entry.document["deadlines"][0] == "2024-11-30T18:00:00+08:00"
