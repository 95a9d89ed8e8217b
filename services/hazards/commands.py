"""The facts this service keeps: each type's subject, what it refers to and who may send it."""

from collections.abc import Callable
from typing import Any

from services.hazards.case import CASE, CASE_RIGHTS
from services.hazards.hazard_rights import HAZARD_RIGHTS
from services.hazards.hazard_rules import HAZARD
from services.hazards.inspection import INSPECTION, INSPECTION_RIGHTS
from services.hazards.penalty import PENALTY, PENALTY_RIGHTS
from services.hazards.self_check import SELF_CHECK, SELF_CHECK_RIGHTS
from shared.aggregates.command_registry import CommandKind, CommandRegistry
from shared.events import hazards as events
from shared.events.hazards import SELF_REPORT
from shared.events.voiding import VoidFact
from shared.facts.fact import Reference


def _organisations(*fields: str) -> Callable[[Any], list[Reference]]:
    """The organisations that these fields name; `unit` is none."""

    def references(data: Any) -> list[Reference]:
        named = (getattr(data, field) for field in fields)
        return [Reference("organisation", each) for each in named if each != SELF_REPORT]

    return references


def _by(data: Any) -> tuple[str, ...]:
    return () if data.by == SELF_REPORT else (data.by,)


def _inspection_references(data: events.InspectionCompleted) -> list[Reference]:
    organisations = [Reference("organisation", each) for each in (data.by, *data.with_)]
    officials = [Reference("official", each) for each in data.participants]
    return [Reference("unit", data.unit_id), *organisations, *officials]


def _found_references(data: events.HazardFound) -> list[Reference]:
    return [Reference("unit", data.unit_id), *_organisations("by")(data)]


def _penalty_references(data: events.PenaltyImposed) -> list[Reference]:
    about = [Reference("unit", data.unit_id)]
    if data.hazard_id is not None:
        about.append(Reference("hazard", data.hazard_id))
    return [*about, *_organisations("by")(data)]


def _case_references(data: events.CaseReferred) -> list[Reference]:
    about = [] if data.unit_id is None else [Reference("unit", data.unit_id)]
    return [*about, *_organisations("by", "to")(data)]


def _hazard_fact(event: Any, **more: Any) -> CommandKind:
    return CommandKind(event, "hazard", lambda data: data.hazard_id, HAZARD, HAZARD_RIGHTS, **more)


def _inspection_fact(event: Any, **more: Any) -> CommandKind:
    return CommandKind(
        event, "inspection", lambda data: data.inspection_id, INSPECTION, INSPECTION_RIGHTS, **more
    )


def _penalty_fact(event: Any, **more: Any) -> CommandKind:
    return CommandKind(event, "penalty", lambda data: data.penalty_id, PENALTY, PENALTY_RIGHTS, **more)


def _case_fact(event: Any, **more: Any) -> CommandKind:
    return CommandKind(event, "case", lambda data: data.case_id, CASE, CASE_RIGHTS, **more)


_DONE_BY: dict[str, Any] = {"references": _organisations("by"), "acting": _by}

_KINDS = (
    _inspection_fact(
        events.InspectionCompleted, introduces=True, references=_inspection_references, acting=_by
    ),
    _inspection_fact(events.InspectionVoided),
    _hazard_fact(events.HazardFound, introduces=True, references=_found_references, acting=_by),
    _hazard_fact(events.HazardPlanned),
    _hazard_fact(events.HazardControlsImposed),
    _hazard_fact(events.HazardRectificationClaimed, **_DONE_BY),
    _hazard_fact(events.HazardClosed, **_DONE_BY),
    _hazard_fact(events.HazardRectificationRejected, **_DONE_BY),
    _hazard_fact(events.HazardLookBackPassed, **_DONE_BY),
    _hazard_fact(events.HazardLookBackFailed, **_DONE_BY),
    _hazard_fact(events.HazardRegraded),
    _hazard_fact(events.HazardReferred, references=_organisations("by", "to"), acting=_by),
    _hazard_fact(events.HazardReferralAnswered),
    _hazard_fact(events.HazardReferralWithdrawn),
    _hazard_fact(events.HazardSupervisionOrdered, **_DONE_BY),
    _hazard_fact(events.HazardSupervisionLifted, **_DONE_BY),
    _hazard_fact(events.HazardVoided),
    _hazard_fact(events.HazardMerged, references=lambda data: [Reference("hazard", data.into)]),
    _penalty_fact(events.PenaltyImposed, introduces=True, references=_penalty_references, acting=_by),
    _penalty_fact(events.PenaltyRevoked),
    _penalty_fact(events.PenaltyVoided),
    _case_fact(events.CaseReferred, introduces=True, references=_case_references, acting=_by),
    _case_fact(events.CaseWithdrawn),
    CommandKind(
        events.SelfCheckRecorded,
        "self_check",
        lambda data: f"{data.filer}:{data.item}",
        SELF_CHECK,
        SELF_CHECK_RIGHTS,
        introduces=True,
        references=_organisations("filer"),
        acting=lambda data: (data.filer,),
    ),
)

_VOIDING = CommandKind(VoidFact, "fact", lambda data: data.id, HAZARD, HAZARD_RIGHTS)
"""Any fact of this log may be taken back: intake puts it to the decider of the fact that it names."""

COMMANDS: CommandRegistry = {kind.event.type: kind for kind in (*_KINDS, _VOIDING)}
