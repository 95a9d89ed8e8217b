"""The facts this service keeps: each type's subject, what it refers to and who may send it.

What a campaign file states (organisations, officials, groups, campaigns) only the safety office may change.
"""

from collections.abc import Iterable
from typing import Any

from services.registry.campaign import CAMPAIGN
from services.registry.official import OFFICIAL
from services.registry.organisation import ORGANISATION
from services.registry.unit import UNIT
from services.registry.unit_rights import UNIT_RIGHTS
from services.registry.working_group import WORKING_GROUP
from shared.aggregates.command_registry import CommandKind, CommandRegistry
from shared.aggregates.rights import Rights
from shared.events import registry as events
from shared.events.voiding import VoidFact
from shared.facts.fact import Reference

_OF_THE_FILE = Rights(
    dict.fromkeys(
        (
            "organisation.registered",
            "official.registered",
            "official.term_started",
            "official.term_ended",
            "working_group.formed",
            "campaign.opened",
        ),
        (),
    )
)


def _references(kind: str, ids: Iterable[str | None]) -> list[Reference]:
    return [Reference(kind, each) for each in ids if each is not None]


def _place(data: events.UnitRegistered | events.UnitReassigned) -> list[Reference]:
    return _references("organisation", (data.village, data.department))


def _group_references(data: events.WorkingGroupFormed) -> list[Reference]:
    officials = _references("official", (*data.heads, *data.members))
    return [*officials, *_references("organisation", (*data.departments, *data.villages))]


def _unit_fact(event: Any, **more: Any) -> CommandKind:
    return CommandKind(event, "unit", lambda data: data.unit_id, UNIT, UNIT_RIGHTS, **more)


def _official_fact(event: Any, **more: Any) -> CommandKind:
    return CommandKind(event, "official", lambda data: data.official_id, OFFICIAL, _OF_THE_FILE, **more)


_KINDS = (
    CommandKind(
        events.OrganisationRegistered,
        "organisation",
        lambda data: data.organisation_id,
        ORGANISATION,
        _OF_THE_FILE,
        introduces=True,
    ),
    _official_fact(
        events.OfficialRegistered,
        introduces=True,
        references=lambda data: _references("organisation", (data.organisation,)),
    ),
    _official_fact(events.TermStarted),
    _official_fact(events.TermEnded),
    CommandKind(
        events.WorkingGroupFormed,
        "working_group",
        lambda data: data.group_id,
        WORKING_GROUP,
        _OF_THE_FILE,
        introduces=True,
        references=_group_references,
    ),
    CommandKind(
        events.CampaignOpened,
        "campaign",
        lambda data: data.campaign_id,
        CAMPAIGN,
        _OF_THE_FILE,
        introduces=True,
        references=lambda data: _references("organisation", (*data.departments, *data.villages)),
    ),
    _unit_fact(
        events.UnitRegistered,
        introduces=True,
        references=_place,
        acting=lambda data: tuple(each for each in (data.village, data.department) if each is not None),
    ),
    _unit_fact(events.UnitDescribed),
    _unit_fact(events.UnitGraded),
    _unit_fact(events.UnitReassigned, references=_place),
    _unit_fact(events.UnitClosedDown),
    _unit_fact(events.UnitReopened),
    _unit_fact(events.UnitMerged, references=lambda data: _references("unit", (data.into,))),
    _unit_fact(events.UnitVoided),
)

_VOIDING = CommandKind(VoidFact, "fact", lambda data: data.id, UNIT, UNIT_RIGHTS)
"""Any fact of this log may be taken back: intake puts it to the decider of the fact that it names."""

COMMANDS: CommandRegistry = {kind.event.type: kind for kind in (*_KINDS, _VOIDING)}
