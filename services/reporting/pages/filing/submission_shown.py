"""A report that was signed, as its page shows it. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.reporting.filing.due import due_of
from services.reporting.filing.measuring import last_before
from services.reporting.filing.state import Filing, Submission
from services.reporting.filing.timeliness import keeps_time_until
from services.reporting.pages.filing.figures import Beside, Group, groups_of
from services.reporting.pages.filing.may_do import MayDo, may_do
from services.reporting.pages.filing.signing_shown import changes_since, column_of
from services.reporting.subjects.campaign import Campaign
from services.reporting.submissions.document import on_time_of, state_name
from shared.events.reporting import SubmissionReturned
from shared.facts.account import Account


@dataclass(frozen=True, slots=True)
class Line:
    """One of the history of a filer's report of a period."""

    submission: Submission
    state: str
    on_time: bool | None


@dataclass(frozen=True, slots=True)
class SubmissionShown:
    submission: Submission
    state: str
    on_time: bool | None
    keeps_time_until: int | None
    before: Submission | None
    """The last report of an earlier period: 较上期."""
    groups: Sequence[Group]
    returned: SubmissionReturned | None
    sheet: str | None
    history: Sequence[Line]
    next_to_review: Submission | None
    """For the safety office, of the same period."""
    may: MayDo


def submission_shown(
    account: Account, campaign: Campaign, filing: Filing, found: Submission
) -> SubmissionShown:
    signed = found.signed
    due = due_of(campaign, signed.period)
    before = None if due is None else last_before(filing, campaign, due, signed.filer)
    returned = next((act.event for act in found.acts if isinstance(act.event, SubmissionReturned)), None)
    holding = filing.holding(found.number)
    return SubmissionShown(
        submission=found,
        state=state_name(found, filing),
        on_time=on_time_of(found, filing),
        keeps_time_until=keeps_time_until(found),
        before=before,
        groups=groups_of(signed.annex, signed.figures, _beside(found, before, returned)),
        returned=returned,
        sheet=None if holding is None else holding.number,
        history=[line_of(filing, each) for each in filing.of(*found.place)],
        next_to_review=_next(filing, found) if account.role == "safety_office" else None,
        may=may_do(account, filing, found),
    )


def _next(filing: Filing, found: Submission) -> Submission | None:
    """Of those that wait, the one that was signed first."""
    return next(
        (
            each
            for each in filing.submissions.values()
            if each.signed.period == found.signed.period
            and each.number != found.number
            and each.stands
            and each.status == "signed"
            and not each.awaits_review
        ),
        None,
    )


def line_of(filing: Filing, submission: Submission) -> Line:
    return Line(submission, state_name(submission, filing), on_time_of(submission, filing))


def _beside(found: Submission, before: Submission | None, returned: SubmissionReturned | None) -> Beside:
    signed = found.signed
    beside = Beside(changes_since(before, signed.figures))
    for warning in signed.warnings:
        if (column := column_of(warning.code)) is not None:
            beside.note(column, "warning", warning.zh)
    for remark in signed.remarks:
        if remark.column is not None:
            beside.note(remark.column, "remark", remark.text)
    for fall in signed.falls:
        beside.note(fall.column, "fall", fall.reason)
    if returned is not None and returned.column is not None:
        beside.note(returned.column, "returned", returned.reason)
    return beside
