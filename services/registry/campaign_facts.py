"""From a campaign file to the facts it states, in the order in which they refer to each other.

A fact's id holds a hash of what it says: loading the same file again repeats facts already answered,
and a changed line is a new fact.
"""

from collections.abc import Iterator
from datetime import datetime

from services.registry.campaign_file import CampaignFile
from services.registry.commands import COMMANDS
from shared.events.base import Event
from shared.events.registry import (
    CampaignOpened,
    ChecklistItem,
    OfficialRegistered,
    OrganisationRegistered,
    TermEnded,
    TermStarted,
    WorkingGroupFormed,
)
from shared.facts.account import CAMPAIGN_FILE, Account
from shared.facts.fact import Fact, FactKey, content_digest
from shared.instant import write_instant


def campaign_facts(file: CampaignFile) -> list[Fact]:
    """What the file states, as facts of the publisher `campaign-file` with the safety office's rights."""
    return [
        fact_of_file(file, f"{event.type}:{COMMANDS[event.type].subject(event)}", occurred, event)
        for occurred, event in _statements(file)
    ]


def fact_of_file(file: CampaignFile, name: str, occurred: datetime, event: Event) -> Fact:
    """`name` is the beginning of its id."""
    account = Account(CAMPAIGN_FILE, file.township, "safety_office", frozenset())
    said = content_digest(event.type, occurred, event)
    fact_id = f"{name}:{said[:16]}"
    return Fact(FactKey(CAMPAIGN_FILE, file.id, fact_id), event.type, occurred, event, said, account, fact_id)


def _statements(file: CampaignFile) -> Iterator[tuple[datetime, Event]]:
    for organisation in _organisations(file):
        yield file.since, organisation
    yield from _people(file)
    for group in file.working_groups:
        yield (
            file.announced,
            WorkingGroupFormed(
                group_id=group.id,
                heads=group.heads,
                members=group.members,
                departments=group.departments,
                villages=group.villages,
            ),
        )
    yield file.announced, _opening(file)


def _people(file: CampaignFile) -> Iterator[tuple[datetime, Event]]:
    for person in file.officials:
        yield (
            file.since,
            OfficialRegistered(
                official_id=person.id,
                name=person.name,
                title=person.title,
                organisation=person.organisation,
            ),
        )
        yield (
            person.starts,
            TermStarted(official_id=person.id, office=person.title, leader=person.leader),
        )
        if person.ends is not None:
            yield person.ends, TermEnded(official_id=person.id, office=person.title)


def _organisations(file: CampaignFile) -> Iterator[OrganisationRegistered]:
    for each in file.villages:
        yield OrganisationRegistered(organisation_id=each.id, name=each.name, kind="village")
    for each in file.departments:
        yield OrganisationRegistered(organisation_id=each.id, name=each.name, kind="department")
    office = file.safety_office
    yield OrganisationRegistered(organisation_id=office.id, name=office.name, kind="safety_office")
    for each in file.district_departments:
        yield OrganisationRegistered(organisation_id=each.id, name=each.name, kind="district_department")
    for each in file.working_groups:
        yield OrganisationRegistered(organisation_id=each.id, name=each.name, kind="working_group")


def _opening(file: CampaignFile) -> CampaignOpened:
    return CampaignOpened(
        campaign_id=file.id,
        title=file.title,
        starts=write_instant(file.window.starts),
        ends=write_instant(file.window.ends),
        phases=file.phases,
        deadlines=[write_instant(deadline) for deadline in file.deadlines],
        final_due=None if file.final_due is None else write_instant(file.final_due),
        departments=[each.id for each in file.departments],
        villages=[each.id for each in file.villages],
        policy=file.policy,
        checklists=[
            ChecklistItem(code=code, theme=theme.theme, task=task, how=theme.how)
            for theme in file.checklists
            for code, task in theme.items.items()
        ],
        form_titles={annex: form.title for annex, form in file.forms.items()},
        foot_notes={annex: form.foot_note for annex, form in file.forms.items()},
        supervision_levels=file.supervision_levels,
        review=file.review,
        countersign=file.countersign,
        reminders=file.reminders,
    )
