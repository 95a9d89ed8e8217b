"""The desk of who sees every filer: how far the present period is, what is left of earlier ones."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.reporting.filing.due import Due, dues
from services.reporting.filing.state import Filing, Submission
from services.reporting.pages.desk.to_do import TimeLeft, time_left
from services.reporting.pages.filing.period_shown import Line, PeriodShown, period_shown
from services.reporting.submissions.report import Frame
from shared.facts.account import Account


@dataclass(frozen=True, slots=True)
class PeriodDesk:
    shown: PeriodShown
    left: TimeLeft
    missing: Sequence[Line]
    overdue: bool
    """Its deadline has passed, and somebody is missing."""
    to_review: Sequence[Line]

    @property
    def is_open(self) -> bool:
        """Something is left to be done."""
        unsettled = any(sheet.last is None or sheet.updated for sheet in self.shown.sheets)
        return self.overdue or bool(self.to_review) or (self.left.over and unsettled)


@dataclass(frozen=True, slots=True)
class TownDesk:
    present: PeriodDesk | None
    """The one whose deadline comes next; after the last of them that one."""
    earlier: Sequence[PeriodDesk]
    """The latest first, those with something left to be done."""
    following: Due | None
    standing: Sequence[Submission]
    """Of the latest period that has any: to choose one from and look at it closely."""
    to_countersign: Sequence[str]
    """Sheets that wait for a leader."""


def town_desk(account: Account, frame: Frame, filing: Filing, now: int) -> TownDesk:
    begun = [due for due in dues(frame.campaign) if due.opens <= now]
    desks = [_desk(account, frame, filing, due, now) for due in begun]
    present = next((each for each in desks if not each.left.over), desks[-1] if desks else None)
    return TownDesk(
        present=present,
        earlier=[each for each in reversed(desks) if each is not present and each.is_open],
        following=next((due for due in dues(frame.campaign) if due.opens > now), None),
        standing=_latest_standing(filing, begun),
        to_countersign=[
            each.number
            for each in filing.consolidations.values()
            if each.signed.countersign and each.countersigned is None and each.replaced_by is None
        ],
    )


def _desk(account: Account, frame: Frame, filing: Filing, due: Due, now: int) -> PeriodDesk:
    shown = period_shown(account, frame, filing, due, now, None)
    missing = [line for line in shown.all_lines if line.is_missing and line.standing.listed]
    to_review = [line for line in shown.all_lines if line.awaits_acceptance]
    overdue = now >= due.deadline and bool(missing)
    return PeriodDesk(shown, time_left(now, due.deadline), missing, overdue, to_review)


def _latest_standing(filing: Filing, begun: Sequence[Due]) -> Sequence[Submission]:
    for due in reversed(begun):
        found = [
            each for each in filing.submissions.values() if each.stands and each.signed.period == due.key
        ]
        if found:
            return found
    return ()
