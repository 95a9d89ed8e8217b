"""Where a hazard counts: its discovery, closure and severity, its referrals, its listed supervision."""

from collections.abc import Iterator, Sequence
from operator import attrgetter

from services.reporting.counting.context import Context
from services.reporting.counting.crediting import discoverer
from services.reporting.counting.mark import AnyOf, Mark
from shared.aggregates.organisation_kinds import DEPARTMENT, DISTRICT_DEPARTMENT, VILLAGE
from shared.read_model.entry import Entry

REFERRAL_COLUMNS = {
    (DEPARTMENT, DISTRICT_DEPARTMENT): "referred_to_district",
    (VILLAGE, DEPARTMENT): "referred_to_town",
}
"""By the kinds of sender and receiver; what departments send each other is in no form."""


def hazard_marks(hazard: str, in_force: Sequence[Entry], context: Context) -> list[Mark]:
    counted = context.background.counted_hazard(hazard)
    if counted is None:
        return []
    links = () if counted == hazard else tuple(context.background.hazard_links(hazard, counted))
    acts_of = _referrals(in_force, context) | _supervision(in_force, context)
    marks = [Mark(filer, column, counted, 1, (acts, *links)) for (filer, column), acts in acts_of.items()]
    if counted == hazard:  # merged into another: that one's own discovery, severity and closure stand
        marks += _discovery(hazard, in_force, context)
    return marks


def _discovery(hazard: str, in_force: Sequence[Entry], context: Context) -> Iterator[Mark]:
    found = next((entry for entry in in_force if entry.type == "hazard.found"), None)
    if found is None or not context.covers(found.occurred):
        return
    credit = discoverer(found.data["by"], found.data["unit_id"], found.occurred, context)
    if credit is None:
        return
    filer, act = credit.filer, ((found,), *credit.behind)
    closing, major = closures(in_force, context), made_major(found, in_force, context)
    yield Mark(filer, "hazards_found", hazard, 1, act)
    if closing:
        yield Mark(filer, "hazards_closed", hazard, 1, (*act, closing))
    if major:
        yield Mark(filer, "major_found", hazard, 1, (*act, major))
    if major and closing:
        yield Mark(filer, "major_closed", hazard, 1, (*act, major, closing))


def closures(in_force: Sequence[Entry], context: Context) -> AnyOf:
    """The closures that stand at the limit: a failed look-back reopens, a claim closes nothing."""
    closing: list[Entry] = []
    limit = context.period.limit
    for entry in in_force:
        if entry.occurred >= limit:
            break
        if entry.type == "hazard.closed":
            closing.append(entry)
        elif entry.type == "hazard.look_back_failed":
            closing.clear()
    return tuple(closing)


def made_major(found: Entry, in_force: Sequence[Entry], context: Context) -> AnyOf:
    """What makes it major: its discovery, a misjudgement corrected, or a raise before the limit.

    A misjudgement holds for every date and undoes the re-gradings recorded before it. A discovery that was
    major says so by itself, whatever made it major anew later.
    """
    regradings = [entry for entry in in_force if entry.type == "hazard.regraded"]
    if not regradings:
        return (found,) if found.data["severity"] == "major" else ()
    judged = found
    for entry in regradings:
        if entry.data["reason"] == "misjudged" and entry.position > judged.position:
            judged = entry
    major = [judged] if judged.data["severity"] == "major" else []
    for entry in regradings:
        if entry.position <= judged.position or context.past(entry.occurred):
            continue
        if entry.data["reason"] == "raised":
            major.append(entry)
        elif entry.data["reason"] == "mitigated" and not context.policy.mitigated_counts_as_major:
            major.clear()
    if major and found not in major and found.data["severity"] == "major":
        major.insert(0, found)
    return tuple(major)


def _referrals(in_force: Sequence[Entry], context: Context) -> dict[tuple[str, str], AnyOf]:
    """By sender and column. Sent twice is once, refused is still sent; a withdrawal undoes the sendings
    recorded before it."""
    sendings = [entry for entry in in_force if entry.type == "hazard.referred"]
    undone = withdrawals(in_force) if sendings else {}
    sent: dict[tuple[str, str], AnyOf] = {}
    for entry in sendings:
        if not context.covers(entry.occurred):
            continue
        by, to = entry.data["by"], entry.data["to"]
        column = REFERRAL_COLUMNS.get((context.kind(by) or "", context.kind(to) or ""))
        if column is not None and (to not in undone or entry.position > undone[to].position):
            sent[by, column] = (*sent.get((by, column), ()), entry)
    return sent


def withdrawals(in_force: Sequence[Entry]) -> dict[str, Entry]:
    """By receiver the withdrawal recorded last: it undoes what was sent there and recorded before it."""
    last: dict[str, Entry] = {}
    for entry in in_force:
        if entry.type == "hazard.referral_withdrawn":
            to = entry.data["to"]
            last[to] = max(last.get(to, entry), entry, key=attrgetter("position"))
    return last


def _supervision(in_force: Sequence[Entry], context: Context) -> dict[tuple[str, str], AnyOf]:
    """Lifting does not subtract, a new level does not add: once for each department that ordered it."""
    ordered: dict[tuple[str, str], AnyOf] = {}
    for entry in [each for each in in_force if each.type == "hazard.supervision_ordered"]:
        if context.covers(entry.occurred):
            key = (entry.data["by"], "supervised")
            if context.kind(key[0]) == DEPARTMENT:
                ordered[key] = (*ordered.get(key, ()), entry)
    return ordered
