"""Why a hazard is not closed, or not major, at the cut-off."""

from collections.abc import Sequence

from services.reporting.counting.context import Context
from services.reporting.counting.hazard_marks import closures, made_major
from services.reporting.subjects.corrections import last_recorded
from services.reporting.why_not.rules.reasons import Reason
from shared.read_model.entry import Entry


def not_closed(in_force: Sequence[Entry], context: Context) -> Reason | None:
    if closures(in_force, context):
        return None
    closed, later = _split(in_force, "hazard.closed", context)
    failed, _ = _split(in_force, "hazard.look_back_failed", context)
    if closed:
        return Reason("reopened", (failed[-1],))
    return Reason("closed_later", (later[0],)) if later else Reason("not_closed")


def not_major(found: Entry, in_force: Sequence[Entry], context: Context) -> Reason | None:
    if made_major(found, in_force, context):
        return None
    regradings = [entry for entry in in_force if entry.type == "hazard.regraded"]
    judged = last_recorded([entry for entry in regradings if _because(entry, "misjudged")], "hazard.regraded")
    since = found.position if judged is None else judged.position
    standing = [entry for entry in regradings if entry.position > since]
    reduced = [
        entry for entry in standing if _because(entry, "mitigated") and not context.past(entry.occurred)
    ]
    raised = [entry for entry in standing if _because(entry, "raised")]
    if _was_major(judged or found, raised, context) and reduced:
        return Reason("mitigated", (reduced[-1],))
    if raised and context.past(raised[0].occurred):
        return Reason("raised_later", (raised[0],))
    return Reason("not_major", (found,)) if judged is None else Reason("misjudged", (judged,))


def _was_major(judged: Entry, raised: Sequence[Entry], context: Context) -> bool:
    return judged.data["severity"] == "major" or any(not context.past(entry.occurred) for entry in raised)


def _because(entry: Entry, reason: str) -> bool:
    return bool(entry.data["reason"] == reason)


def _split(in_force: Sequence[Entry], type_: str, context: Context) -> tuple[list[Entry], list[Entry]]:
    """Before the cut-off, and from it on."""
    of_type = [entry for entry in in_force if entry.type == type_]
    upto = [entry for entry in of_type if not context.past(entry.occurred)]
    return upto, of_type[len(upto) :]
