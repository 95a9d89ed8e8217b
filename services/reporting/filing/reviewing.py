"""撤回, 退回, 审核通过, 延期: what may become of what was signed. Pure."""

from collections.abc import Sequence

from services.reporting.filing.due import Due
from services.reporting.filing.state import Filing, Submission
from shared.events.reporting import (
    Annex,
    ExtensionGranted,
    SubmissionAccepted,
    SubmissionReturned,
    SubmissionReviewed,
    SubmissionWithdrawn,
)
from shared.events.signer import Signer
from shared.instant import moment_at, write_instant
from shared.problems import Rejected


def withdraw(
    filing: Filing, campaign: str, number: str, by: Signer, keeps_time_until: int
) -> SubmissionWithdrawn:
    submission = _standing(filing, number)
    if submission.status == "accepted":
        raise Rejected("already_accepted", number=number)
    until = write_instant(moment_at(keeps_time_until))
    return SubmissionWithdrawn(campaign_id=campaign, number=number, by=by, keeps_time_until=until)


def review(filing: Filing, campaign: str, number: str, by: Signer) -> SubmissionReviewed:
    """单位负责人审核, by another than who signed."""
    submission = _standing(filing, number)
    if submission.signed.review is None:
        raise Rejected("no_review_asked", number=number)
    if not submission.awaits_review:
        raise Rejected("already_reviewed", number=number)
    if submission.signed.signer.account == by.account:
        raise Rejected("same_person", number=number)
    return SubmissionReviewed(campaign_id=campaign, number=number, by=by)


def return_(
    filing: Filing,
    campaign: str,
    number: str,
    by: Signer,
    keeps_time_until: int,
    reason: str,
    column: str | None,
) -> SubmissionReturned:
    """`column`: the cell that it is about, if it is about one."""
    submission = _standing(filing, number)
    if (sheet := filing.holding(number)) is not None:
        raise Rejected("correct_instead", number=number, sheet=sheet.number)
    if column is not None and column not in submission.signed.figures:
        raise Rejected("not_found", what=column)
    return SubmissionReturned(
        campaign_id=campaign,
        number=number,
        reason=reason,
        column=column,
        by=by,
        keeps_time_until=write_instant(moment_at(keeps_time_until)),
    )


def accept(filing: Filing, campaign: str, numbers: Sequence[str], by: Signer) -> list[SubmissionAccepted]:
    """Many at once; those with warnings one by one. All or none."""
    accepted = []
    for number in dict.fromkeys(numbers):
        submission = _standing(filing, number)
        if submission.status == "accepted":
            raise Rejected("already_accepted", number=number)
        if submission.awaits_review:
            raise Rejected("head_review_needed", number=number)
        if submission.signed.warnings and len(numbers) > 1:
            raise Rejected("accept_one_by_one", number=number)
        accepted.append(SubmissionAccepted(campaign_id=campaign, number=number, by=by))
    return accepted


def extend(
    campaign: str, annex: Annex, due: Due, filer: str, until: int, reason: str, by: Signer, now: int
) -> ExtensionGranted:
    """It still counts as late: reminders pause until then."""
    if until <= max(due.deadline, now):
        earliest = write_instant(moment_at(max(due.deadline, now)))
        raise Rejected("extension_too_early", earliest=earliest)
    return ExtensionGranted(
        campaign_id=campaign,
        annex=annex,
        period=due.key,
        filer=filer,
        until=write_instant(moment_at(until)),
        reason=reason,
        by=by,
    )


def _standing(filing: Filing, number: str) -> Submission:
    submission = filing.submissions.get(number)
    if submission is None:
        raise Rejected("not_found", what=number)
    if not submission.stands:
        raise Rejected("not_standing", number=number)
    return submission
