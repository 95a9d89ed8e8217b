"""应报、已报、未报: where every filer stands with one form of one period, in the words of the town."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from services.reporting.filing.closing import closed_by
from services.reporting.filing.completeness import Reported, reported
from services.reporting.filing.due import Due, dues
from services.reporting.filing.state import Filing
from services.reporting.submissions.document import STATES, state_name
from services.reporting.submissions.report import Frame

_NAMES = STATES | {
    "not_open": "本期尚未开放",
    "open": "未报送",
    "overdue": "逾期未报",
    "extended": "经同意延期",
    "closed": "已关闭",
}


@dataclass(frozen=True, slots=True)
class Standing:
    """Of one filer."""

    reported: Reported
    listed: bool
    """False for one that may file and is never missing."""
    state_name: str


def who_reported(frame: Frame, filing: Filing, due: Due, annex: str, now: int) -> list[Standing]:
    """Those of the campaign in its order, then others that have reported."""
    listed = frame.campaign.filers[annex]
    others = _others(filing, due, annex, listed)
    return [of_filer(frame, filing, due, filer, now, annex) for filer in (*listed, *others)]


def of_filer(frame: Frame, filing: Filing, due: Due, filer: str, now: int, annex: str) -> Standing:
    closed = closed_by(filing, dues(frame.campaign), due, annex) is not None
    line = reported(filing, due, filer, now, closed=closed)
    submission = line.submission
    stands = submission is not None and submission.stands
    name = state_name(submission, filing) if submission and stands else _NAMES[line.state]
    return Standing(line, filer in frame.campaign.filers[annex], name)


def _others(filing: Filing, due: Due, annex: str, listed: Sequence[str]) -> Iterator[str]:
    """Departments outside the campaign's list may file, and are never missing."""
    filers = {each.signed.filer for each in filing.submissions.values() if each.signed.annex == annex}
    return (filer for filer in sorted(filers - set(listed)) if filing.of(due.key, filer))
