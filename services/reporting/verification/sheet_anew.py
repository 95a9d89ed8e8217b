"""A consolidated sheet derived anew: each of its rows from the events, and the totals from the rows. Pure."""

from collections.abc import Mapping
from threading import Event

from services.reporting.consolidation.content import summed
from services.reporting.consolidation.members import Members, members_of, union
from services.reporting.counting.columns import DEPARTMENTS_FORM
from services.reporting.counting.period import Period
from services.reporting.counting.policy import POLICIES
from services.reporting.counting.recount import recount
from services.reporting.filing.consolidation import Consolidation
from services.reporting.filing.state import Submission
from services.reporting.reading.asked_form import Form
from services.reporting.subjects.as_recorded import rows_of
from services.reporting.verification.counted_anew import Entries, differences, form_of
from services.reporting.verification.findings import Finding
from shared.events.consolidating import ConsolidationSigned
from shared.read_model.entry import encode


def sheet_differences(
    sheet: Consolidation, submissions: Mapping[str, Submission], entries: Entries, given_up: Event
) -> list[Finding]:
    """Raises `GivenUp` soon after that is set."""
    signed = sheet.signed
    reported = [submissions[row.number] for row in signed.rows if row.number is not None]
    found = [each for one in reported for each in differences(one, entries, given_up)]
    if found:
        return found
    totals = {
        "rows": all(_as_submitted(signed, each) for each in reported),
        "sum": summed(signed.annex, signed.rows) == signed.sum,
        "distinct": union(signed.annex, [_members(one, entries, given_up) for one in reported])
        == signed.distinct,
        "uncredited": _uncredited(signed, entries) == signed.uncredited,
    }
    return [Finding("submission", what) for what, equal in totals.items() if not equal]


def _as_submitted(signed: ConsolidationSigned, submission: Submission) -> bool:
    row = next(row for row in signed.rows if row.number == submission.number)
    return (row.figures, row.digest) == (submission.signed.figures, submission.signed.digest)


def _members(submission: Submission, entries: Entries, given_up: Event) -> Members:
    form = form_of(submission.signed, entries)
    if form is None:
        return {}
    stored = [(kind, subject, encode(held)) for (kind, subject), held in entries.items()]
    return members_of(submission.signed.filer, stored, form, given_up)


def _uncredited(signed: ConsolidationSigned, entries: Entries) -> dict[str, int]:
    form: Form | None = form_of(signed, entries)
    if form is None or signed.annex != DEPARTMENTS_FORM:
        return {}
    rows = rows_of(((*key, held) for key, held in entries.items()), form.positions)
    return recount(rows, Period.of(form.campaign, form.moment), POLICIES[form.policy]).uncredited()
