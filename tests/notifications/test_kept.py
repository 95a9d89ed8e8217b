"""Every event type is either kept or passed over on purpose; free text and other subjects are not kept."""

from services.notifications.subjects.directory import latest_view, official_view, unit_view
from services.notifications.subjects.kept import KEPT, PASSED_OVER, entry_of
from services.notifications.subjects.recipients import recipients_of
from shared.events.catalogue import LOG_EVENTS
from shared.read_model.entry import Entry
from tests.notifications.chain import Chain, day


def test_every_event_type_was_decided_about() -> None:
    types = {event.type for events in LOG_EVENTS.values() for event in events}
    assert types == set(KEPT) | PASSED_OVER
    assert not set(KEPT) & PASSED_OVER


def test_every_kept_field_is_a_field() -> None:
    fields = {event.type: set(event.model_fields) for events in LOG_EVENTS.values() for event in events}
    for type_, names in KEPT.items():
        assert set(names) <= fields[type_], type_


def entries(chain: Chain) -> list[Entry]:
    return [entry for event in chain.events if (entry := entry_of(event.envelope)) is not None]


def test_descriptions_are_not_kept() -> None:
    chain = Chain("hazards")
    chain.found("h-1", 1)
    assert entries(chain)[0].data == {"unit_id": "u-1", "by": "v-1", "severity": "general"}


def test_a_taking_back_of_something_else_is_passed_over() -> None:
    chain = Chain("hazards")
    chain.take_back("penalty/p-1", 1)
    assert entries(chain) == []


def test_an_official_holds_the_offices_not_ended() -> None:
    chain = Chain("registry")
    official = "official/o-1"
    chain.say("official.registered", official, day(1), official_id="o-1", name="甲", title="副镇长")
    chain.say("official.term_ended", official, day(9), official_id="o-1", office="副镇长")
    chain.say("official.term_started", official, day(2), official_id="o-1", office="副镇长", leader=True)
    chain.say("official.term_started", official, day(3), official_id="o-1", office="人武部长", leader=False)
    view = official_view("o-1", entries(chain))
    assert (view["name"], view["offices"], view["leader"]) == ("甲", ["人武部长"], False)


def test_a_unit_follows_its_reassignments() -> None:
    chain = Chain("registry")
    chain.say(
        "unit.registered",
        "unit/u-1",
        day(1),
        unit_id="u-1",
        name="店",
        kind="other",
        village="v-1",
        department="d-1",
    )
    chain.say("unit.reassigned", "unit/u-1", day(3), unit_id="u-1", without_department=True)
    chain.say("unit.reassigned", "unit/u-1", day(2), unit_id="u-1", village="v-2")
    assert unit_view("u-1", entries(chain)) == {"id": "u-1", "gone": False, "name": "店", "village": "v-2"}
    chain.say("unit.merged", "unit/u-1", day(2), unit_id="u-1", into="u-2")
    assert unit_view("u-1", entries(chain))["gone"] is True


def test_an_organisation_is_what_was_said_last() -> None:
    chain = Chain("registry")
    for number, name in ((5, "新名"), (1, "旧名")):
        chain.say(
            "organisation.registered",
            "organisation/v-1",
            day(number),
            organisation_id="v-1",
            name=name,
            kind="village",
        )
    assert latest_view("v-1", entries(chain))["name"] == "新名"


def test_what_a_campaign_states_no_longer_is_gone() -> None:
    """As in reporting: a later statement replaces the one before as a whole."""
    stated = {"title": "大排查", "deadlines": []}
    opened = [
        Entry("campaign.opened", 1, 1, stated | {"final_due": "2025-03-07T10:00:00.000000Z"}),
        Entry("campaign.opened", 2, 2, stated),
    ]
    assert latest_view("c-1", opened) == {"id": "c-1"} | stated


def test_recipients_are_the_officials_and_the_supervising_group() -> None:
    organisations = [{"id": "v-1", "name": "明月村", "kind": "village"}]
    officials = [{"id": "o-1", "organisation": "v-1"}, {"id": "o-2"}]
    group = {"id": "g-1", "heads": ["o-9", "o-8"], "members": ["o-2"], "departments": [], "villages": ["v-1"]}
    other = group | {"id": "g-2", "villages": ["v-2"], "members": ["o-3"]}
    assert recipients_of(organisations, officials, [group, other]) == [
        {
            "organisation": "v-1", "name": "明月村", "kind": "village", "officials": ["o-1"],
            "members": ["o-2"], "heads": ["o-8", "o-9"],
        }
    ]  # fmt: skip
