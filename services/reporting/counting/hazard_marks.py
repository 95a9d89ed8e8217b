"""Where a hazard counts: its discovery, closure and severity, its referrals, its listed supervision."""

from collections.abc import Iterator, Sequence

from services.reporting.counting.context import Context
from services.reporting.counting.crediting import discoverer
from services.reporting.counting.mark import Mark
from shared.aggregates.organisation_kinds import DEPARTMENT, DISTRICT_DEPARTMENT, VILLAGE
from shared.read_model.entry import Entry

_REFERRAL_COLUMNS = {
    (DEPARTMENT, DISTRICT_DEPARTMENT): "referred_to_district",
    (VILLAGE, DEPARTMENT): "referred_to_town",
}
"""By the kinds of sender and receiver; what departments send each other is in no form."""


def hazard_marks(hazard: str, in_force: Sequence[Entry], context: Context) -> list[Mark]:
    counted = context.background.counted_hazard(hazard)
    if counted is None:
        return []
    marks = [*_referrals(counted, in_force, context), *_supervision(counted, in_force, context)]
    if counted == hazard:  # merged into another: that one's own discovery, severity and closure stand
        marks += _discovery(hazard, in_force, context)
    return marks


def _discovery(hazard: str, in_force: Sequence[Entry], context: Context) -> Iterator[Mark]:
    found = next((entry for entry in in_force if entry.type == "hazard.found"), None)
    if found is None or not context.covers(found.occurred):
        return
    filer = discoverer(found.data["by"], found.data["unit_id"], found.occurred, context)
    if filer is None:
        return
    closing, major = _closing(in_force, context), _major(found, in_force, context)
    yield Mark(filer, "hazards_found", hazard, 1, _behind(found))
    if closing is not None:
        yield Mark(filer, "hazards_closed", hazard, 1, _behind(found, closing))
    if major is not None:
        yield Mark(filer, "major_found", hazard, 1, _behind(found, major))
    if major is not None and closing is not None:
        yield Mark(filer, "major_closed", hazard, 1, _behind(found, major, closing))


def _behind(*entries: Entry) -> tuple[int, ...]:
    """One entry may be behind a mark in two ways: a discovery that was major from the start."""
    return tuple(dict.fromkeys(entry.position for entry in entries))


def _closing(in_force: Sequence[Entry], context: Context) -> Entry | None:
    """The closure that stands at the limit: a failed look-back reopens, a claim closes nothing."""
    closing = None
    for entry in in_force:
        if context.past(entry.occurred):
            break
        if entry.type == "hazard.closed":
            closing = entry
        elif entry.type == "hazard.look_back_failed":
            closing = None
    return closing


def _major(found: Entry, in_force: Sequence[Entry], context: Context) -> Entry | None:
    """The entry that makes it major: its discovery, a misjudgement corrected, or a raise before the limit.

    A misjudgement holds for every date and undoes the re-gradings recorded before it.
    """
    regradings = [entry for entry in in_force if entry.type == "hazard.regraded"]
    judged = found
    for entry in regradings:
        if entry.data["reason"] == "misjudged" and entry.position > judged.position:
            judged = entry
    major = judged if judged.data["severity"] == "major" else None
    for entry in regradings:
        if entry.position <= judged.position or context.past(entry.occurred):
            continue
        if entry.data["reason"] == "raised":
            major = major or entry
        elif entry.data["reason"] == "mitigated" and not context.policy.mitigated_counts_as_major:
            major = None
    return major


def _referrals(counted: str, in_force: Sequence[Entry], context: Context) -> Iterator[Mark]:
    """Sent twice is once, refused is still sent; a withdrawal undoes the sendings recorded before it."""
    withdrawn: dict[str, int] = {}
    for entry in in_force:
        if entry.type == "hazard.referral_withdrawn":
            to = entry.data["to"]
            withdrawn[to] = max(withdrawn.get(to, 0), entry.position)
    sent: dict[tuple[str, str], tuple[int, ...]] = {}
    for entry in in_force:
        if entry.type != "hazard.referred" or not context.covers(entry.occurred):
            continue
        by, to = entry.data["by"], entry.data["to"]
        column = _REFERRAL_COLUMNS.get((context.kind(by) or "", context.kind(to) or ""))
        if column is not None and entry.position > withdrawn.get(to, 0):
            sent[by, column] = (*sent.get((by, column), ()), entry.position)
    for (by, column), behind in sent.items():
        yield Mark(by, column, counted, 1, behind)


def _supervision(counted: str, in_force: Sequence[Entry], context: Context) -> Iterator[Mark]:
    """Lifting does not subtract, a new level does not add: once for each department that ordered it."""
    ordered: dict[str, tuple[int, ...]] = {}
    for entry in in_force:
        if entry.type == "hazard.supervision_ordered" and context.covers(entry.occurred):
            by = entry.data["by"]
            if context.kind(by) == DEPARTMENT:
                ordered[by] = (*ordered.get(by, ()), entry.position)
    for by, behind in ordered.items():
        yield Mark(by, "supervised", counted, 1, behind)
