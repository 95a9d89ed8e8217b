"""One well-formed example of each of a hazard's events, as short as the rules allow."""

from shared.events.hazards import (
    HazardClosed,
    HazardControlsImposed,
    HazardFound,
    HazardLookBackFailed,
    HazardLookBackPassed,
    HazardMerged,
    HazardPlanned,
    HazardRectificationClaimed,
    HazardRectificationRejected,
    HazardReferralAnswered,
    HazardReferralWithdrawn,
    HazardReferred,
    HazardRegraded,
    HazardSupervisionLifted,
    HazardSupervisionOrdered,
    HazardVoided,
)


def found(by: str = "v-a", description: str = "灭火器过期") -> HazardFound:
    return HazardFound(hazard_id="h", unit_id="u", by=by, severity="general", description=description)


PLANNED = HazardPlanned(
    hazard_id="h",
    responsible="店主",
    measures="更换",
    funds="500元",
    deadline="2024-12-20",
    contingency="停业",
)
CONTROLS = HazardControlsImposed(hazard_id="h", controls="隔离")
VOIDED = HazardVoided(hazard_id="h", reason="误报")


def claimed(by: str = "unit") -> HazardRectificationClaimed:
    return HazardRectificationClaimed(hazard_id="h", by=by)


def closed(by: str = "v-a") -> HazardClosed:
    return HazardClosed(hazard_id="h", by=by)


def rejected(by: str = "v-a") -> HazardRectificationRejected:
    return HazardRectificationRejected(hazard_id="h", by=by, reason="未整改")


def passed(by: str = "v-a") -> HazardLookBackPassed:
    return HazardLookBackPassed(hazard_id="h", by=by)


def failed(by: str = "v-a") -> HazardLookBackFailed:
    return HazardLookBackFailed(hazard_id="h", by=by)


def regraded(severity: str, reason: str) -> HazardRegraded:
    return HazardRegraded.model_validate({"hazard_id": "h", "severity": severity, "reason": reason})


def referred(by: str, to: str) -> HazardReferred:
    return HazardReferred(hazard_id="h", by=by, to=to)


def answered(to: str) -> HazardReferralAnswered:
    return HazardReferralAnswered(hazard_id="h", to=to, answer="refused")


def withdrawn(to: str) -> HazardReferralWithdrawn:
    return HazardReferralWithdrawn(hazard_id="h", to=to, reason="送错")


def supervised(by: str = "d-a") -> HazardSupervisionOrdered:
    return HazardSupervisionOrdered(hazard_id="h", by=by, level="level-1")


def lifted(by: str = "d-a") -> HazardSupervisionLifted:
    return HazardSupervisionLifted(hazard_id="h", by=by)


def merged(into: str) -> HazardMerged:
    return HazardMerged(hazard_id="h", into=into)


CHANGES = (
    PLANNED,
    CONTROLS,
    claimed(),
    closed(),
    rejected(),
    passed(),
    failed(),
    regraded("major", "raised"),
    regraded("general", "mitigated"),
    referred("v-a", "d-a"),
    answered("d-a"),
    supervised(),
    lifted(),
)
"""What happened in the world, each at its moment."""

CORRECTIONS = (
    VOIDED,
    merged("h-2"),
    regraded("major", "misjudged"),
    regraded("general", "misjudged"),
    withdrawn("d-a"),
)
"""What says that the record was wrong, for every date."""
