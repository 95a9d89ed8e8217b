"""A consolidated sheet derived anew: each of its rows from the events, and the totals from the rows. Pure."""

from collections.abc import Mapping
from threading import Event

from services.reporting.consolidation.content import summed
from services.reporting.consolidation.members import Members, members_in, union
from services.reporting.counting.columns import DEPARTMENTS_FORM
from services.reporting.filing.consolidation import Consolidation
from services.reporting.filing.state import Submission
from services.reporting.submissions.frozen import town_marks
from services.reporting.verification.counted_anew import Entries, differences, form_in, patient, rows_at
from services.reporting.verification.findings import Finding
from shared.events.consolidating import ConsolidationSigned


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
    signed = submission.signed
    rows = rows_at(signed, entries)
    form = form_in(signed, rows)
    if form is None:
        return {}
    return members_in(form.annex, town_marks(rows, form, patient(given_up)).of(signed.filer))


def _uncredited(signed: ConsolidationSigned, entries: Entries) -> dict[str, int]:
    rows = rows_at(signed, entries)
    form = form_in(signed, rows)
    if form is None or signed.annex != DEPARTMENTS_FORM:
        return {}
    return town_marks(rows, form).figures.uncredited()
