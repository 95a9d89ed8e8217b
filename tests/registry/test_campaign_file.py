"""The campaign of the notice: complete, without personal numbers, and the same facts at every start."""

import pytest
import yaml
from pydantic import ValidationError

from services.registry.campaign_facts import campaign_facts
from services.registry.campaign_file import CampaignFile, read_campaign_file
from services.registry.commands import COMMANDS
from shared.aggregates.decider import Command, Recorded
from shared.events.personal_data import find_personal_data
from shared.events.registry import CampaignOpened, OrganisationRegistered
from tests.registry.campaign_files import DASHENG, FILE


def test_the_town_of_the_notice() -> None:
    assert (len(FILE.villages), len(FILE.departments), len(FILE.working_groups)) == (18, 8, 9)
    assert len(FILE.officials) == 11
    assert all(person.leader and person.starts < FILE.window.starts for person in FILE.officials)
    supervised = [village for group in FILE.working_groups for village in group.villages]
    assert sorted(supervised) == sorted(village.id for village in FILE.villages)
    departments = [each for group in FILE.working_groups for each in group.departments]
    assert sorted(departments) == sorted(each.id for each in FILE.departments)
    assert {head for group in FILE.working_groups for head in group.heads} == {"o-limi", "o-xinguoyi"}
    members = [member for group in FILE.working_groups for member in group.members]
    assert len(set(members)) == 9
    assert {"o-limi", "o-xinguoyi", *members} == {person.id for person in FILE.officials}


def test_the_checklists_of_the_annexes() -> None:
    codes = [code for theme in FILE.checklists for code in theme.items]
    assert codes[:15] == [
        *(f"1.1.{n}" for n in range(1, 7)),
        *(f"1.2.{n}" for n in range(1, 4)),
        *(f"1.3.{n}" for n in range(1, 3)),
        *(f"1.4.{n}" for n in range(1, 5)),
    ]
    assert codes[15:] == [f"2-1.{n}" for n in range(1, 14)] + [f"2-2.{n}" for n in range(1, 8)]
    themes = [theme for theme in FILE.checklists if theme.how is not None]
    assert len(themes) == 14


def test_no_telephone_number_is_in_it() -> None:
    text = DASHENG.read_text(encoding="utf-8")
    assert "67589240" not in text
    assert find_personal_data(text) is None


def test_its_facts_are_accepted_in_their_order_and_only_once() -> None:
    kinds: dict[str, str] = {}
    states: dict[tuple[str, str], object] = {}
    facts = campaign_facts(FILE)
    for position, fact in enumerate([*facts, *facts], start=1):
        known = COMMANDS[fact.type]
        for reference in known.references(fact.data):
            assert (reference.kind, reference.id) in states, "refers to what was not introduced"
        subject = (known.kind, known.subject(fact.data))
        before = states.get(subject, known.decider.initial)
        events = known.decider.decide(before, Command(fact.key, fact.occurred, fact.data, kinds))
        for event in events:
            before = known.decider.evolve(before, Recorded(position, fact.occurred, event, "safety-office"))
        states[subject] = before
        if isinstance(fact.data, OrganisationRegistered):
            kinds[fact.data.organisation_id] = fact.data.kind
    assert len(states) == 18 + 8 + 1 + 10 + 9 + 11 + 9 + 1


def test_the_same_file_gives_the_same_ids_and_a_changed_line_a_new_one() -> None:
    keys = [fact.key for fact in campaign_facts(FILE)]
    assert keys == [fact.key for fact in campaign_facts(read_campaign_file(DASHENG))]
    assert len(set(keys)) == len(keys)
    changed = FILE.model_copy(update={"title": "大排查"})
    assert (
        sum(new != old for new, old in zip((f.key for f in campaign_facts(changed)), keys, strict=True)) == 1
    )


def test_only_the_safety_office_may_state_such_facts() -> None:
    for fact in campaign_facts(FILE):
        assert COMMANDS[fact.type].rights.table[fact.type] == ()
        assert fact.account.acts_for_any


def test_the_campaign_itself() -> None:
    opening = campaign_facts(FILE)[-1].data
    assert isinstance(opening, CampaignOpened)
    assert (opening.starts, opening.ends) == ("2024-11-14T16:00:00.000000Z", "2025-02-28T16:00:00.000000Z")
    assert [deadline[:16] for deadline in opening.deadlines] == [
        f"{day}T10:00"
        for day in (
            "2024-11-30", "2024-12-14", "2024-12-30", "2025-01-14", "2025-01-30", "2025-02-14", "2025-02-28",
        )
    ]  # fmt: skip


@pytest.mark.parametrize(
    "changed",
    [
        {"township": "大盛镇"},
        {"colour": "red"},
        {"since": "2024-01-01T00:00:00"},
        {"safety_office": {"id": "v-mingyue", "name": "镇安委办"}},
        {"title": "联系电话13800138000"},
        {"departments": []},
        {"title": "大排查\u202e行动"},
        {"safety_office": {"id": "safety-office", "name": "\x1b]0;镇安委办\x07"}},
        {"supervision_levels": ["town\u200b"]},
        {"supervision_levels": [f"level-{nth}" for nth in range(51)]},
    ],
)
def test_a_file_that_cant_be_used_is_refused(changed: dict[str, object]) -> None:
    content = yaml.safe_load(DASHENG.read_text(encoding="utf-8")) | changed
    with pytest.raises(ValidationError):
        CampaignFile.model_validate(content)
