"""What became of the report that a paper shows: only the log knows. Pure."""

from services.reporting.consolidation.paper import paper_report as paper_of_sheet
from services.reporting.filing.state import Filing, Submission
from services.reporting.paper.refused import PaperRefused
from services.reporting.paper.report import PaperReport
from services.reporting.paper.verifying import Joined
from services.reporting.paper_checks.verdict import Verdict, incomplete, verdict
from services.reporting.submissions.paper import paper_report


def standing_of(found: Joined, filing: Filing) -> Verdict:
    """Raises `PaperRefused` where nothing was signed that says just this."""
    if found.missing:
        return incomplete(found)
    return _of_form(found.report, filing) if found.report.filer else _of_sheet(found.report, filing)


def _of_form(report: PaperReport, filing: Filing) -> Verdict:
    submission = filing.submissions.get(report.number)
    if submission is None or paper_report(submission.signed, report.township) != report:
        raise PaperRefused("no_original")
    if submission.corrected_by is not None:
        return verdict("corrected", str(_correction_in_force(submission, filing)))
    if submission.status in ("withdrawn", "returned"):
        return verdict(submission.status)
    return verdict("current")


def _of_sheet(report: PaperReport, filing: Filing) -> Verdict:
    sheet = filing.consolidations.get(report.number)
    if sheet is None or paper_of_sheet(sheet.signed, report.township) != report:
        raise PaperRefused("no_original")
    last = sheet
    while last.replaced_by is not None:
        last = filing.consolidations[last.replaced_by]
    return verdict("current") if last is sheet else verdict("replaced", str(last.signed.edition))


def _correction_in_force(submission: Submission, filing: Filing) -> int:
    """The how manyth it is of this report."""
    last = submission
    while last.corrected_by is not None:
        last = filing.submissions[last.corrected_by]
    number = 0
    while last.signed.corrects is not None:
        last = filing.submissions[last.signed.corrects]
        number += 1
    return number
