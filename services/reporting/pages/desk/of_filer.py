"""The desk of a village or a department: what to file, what was filed last, what waits for its head. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.reporting.filing.due import Due, dues
from services.reporting.filing.state import Filing, Submission
from services.reporting.pages.desk.to_do import ToDo, in_order, to_do
from services.reporting.pages.filing.submission_shown import Line, line_of
from services.reporting.submissions.report import Frame
from services.reporting.submissions.who_reported import of_filer
from shared.facts.account import Account


@dataclass(frozen=True, slots=True)
class FilerDesk:
    to_do: Sequence[ToDo]
    following: Due | None
    """暂无待办，下次报送…: the next deadline that is not met yet."""
    last: Sequence[Line]
    """The last report of each of its filers."""
    reviews: Sequence[Submission]
    """待单位负责人审核, where the account is the head."""


def filer_desk(account: Account, frame: Frame, filing: Filing, now: int) -> FilerDesk:
    periods = dues(frame.campaign)
    filers = [each for annex in frame.campaign.filers.values() for each in annex]
    own = [filer for filer in filers if filer in account.organisations]
    found = [
        to_do(due, of_filer(frame, filing, due, filer, now, frame.annex_of(filer)), now)
        for filer in own
        for due in periods
    ]
    last = [_last(filing, filer) for filer in own]
    return FilerDesk(
        to_do=in_order([each for each in found if each is not None]),
        following=next(
            (due for due in periods if due.deadline > now and not _all_signed(filing, due, own)), None
        ),
        last=[line_of(filing, each) for each in last if each is not None],
        reviews=[each for each in filing.submissions.values() if _waits_for(account, each)],
    )


def _all_signed(filing: Filing, due: Due, own: Sequence[str]) -> bool:
    return all(filing.standing(due.key, filer) is not None for filer in own)


def _last(filing: Filing, filer: str) -> Submission | None:
    of_filer = [each for each in filing.submissions.values() if each.signed.filer == filer]
    return of_filer[-1] if of_filer else None


def _waits_for(account: Account, submission: Submission) -> bool:
    signed = submission.signed
    own = account.head and signed.filer in account.organisations
    return own and submission.awaits_review and signed.signer.account != account.name
