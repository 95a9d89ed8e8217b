"""Who has reported of one period, and how far its sheets are, as the page of the period shows it."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.reporting.consolidation.content import names_before
from services.reporting.counting.columns import FILER_KINDS
from services.reporting.counting.filing import annex_filed_by
from services.reporting.filing.completeness import Tally, tally
from services.reporting.filing.consolidating import chosen, updates
from services.reporting.filing.consolidation import Consolidation
from services.reporting.filing.due import Due
from services.reporting.filing.state import Filing, Submission
from services.reporting.pages.filing.part_of import Part, part_of
from services.reporting.submissions.report import Frame
from services.reporting.submissions.who_reported import Standing, of_filer, who_reported
from shared.facts.account import Account

_MAY_BE_SIGNED = ("open", "overdue", "extended", "returned", "withdrawn")


@dataclass(frozen=True, slots=True)
class Line:
    standing: Standing
    name: str
    part: Part

    @property
    def filer(self) -> str:
        return self.standing.reported.filer

    @property
    def submission(self) -> Submission | None:
        return self.standing.reported.submission

    @property
    def is_missing(self) -> bool:
        """It can be signed, and is not."""
        return self.standing.reported.state in _MAY_BE_SIGNED

    @property
    def awaits_acceptance(self) -> bool:
        found = self.submission
        return found is not None and self.standing.reported.state == "signed" and not found.awaits_review


@dataclass(frozen=True, slots=True)
class SheetLine:
    annex: str
    last: Consolidation | None
    updated: bool
    """有更新: another edition would have other rows."""


@dataclass(frozen=True, slots=True)
class PeriodShown:
    due: Due
    lines: dict[str, Sequence[Line]]
    """By annex, those that the account may see."""
    tallies: dict[str, Tally]
    """Empty where not everybody's are seen."""
    sheets: Sequence[SheetLine]

    @property
    def all_lines(self) -> Sequence[Line]:
        return [line for lines in self.lines.values() for line in lines]

    @property
    def reported(self) -> int:
        return sum(each.reported for each in self.tallies.values())

    @property
    def expected(self) -> int:
        return sum(each.expected for each in self.tallies.values())


def period_shown(
    account: Account, frame: Frame, filing: Filing, due: Due, now: int, seen: frozenset[str] | None
) -> PeriodShown:
    standings = {annex: who_reported(frame, filing, due, annex, now) for annex in FILER_KINDS}
    for filer in sorted(seen or ()):
        _with_unlisted(frame, filing, due, filer, now, standings)
    lines = {
        annex: [_line(account, frame, due, each) for each in _seen(of_annex, seen)]
        for annex, of_annex in standings.items()
    }
    tallies, sheets = {}, []
    if seen is None:
        tallies = {
            annex: tally([each.reported for each in of_annex if each.listed])
            for annex, of_annex in standings.items()
        }
        sheets = [sheet_line(frame, filing, due, annex) for annex in FILER_KINDS]
    return PeriodShown(due, {annex: found for annex, found in lines.items() if found}, tallies, sheets)


def _seen(standings: Sequence[Standing], seen: frozenset[str] | None) -> Sequence[Standing]:
    return [each for each in standings if seen is None or each.reported.filer in seen]


def sheet_line(frame: Frame, filing: Filing, due: Due, annex: str) -> SheetLine:
    last = filing.consolidated(due.key, annex)
    if last is None:
        return SheetLine(annex, None, updated=False)
    listed = frame.campaign.filers[annex]
    names = names_before(frame.organisations, listed, due.cutoff)
    return SheetLine(annex, last, updated=bool(updates(last, chosen(filing, due, annex, listed, names))))


def _line(account: Account, frame: Frame, due: Due, standing: Standing) -> Line:
    filer = standing.reported.filer
    name = names_before(frame.organisations, (filer,), due.cutoff)[filer]
    return Line(standing, name, part_of(account, filer))


def _with_unlisted(
    frame: Frame, filing: Filing, due: Due, filer: str, now: int, standings: dict[str, list[Standing]]
) -> None:
    """A department outside the campaign's list may file, though nobody waits for it."""
    known = frame.organisations.get(filer)
    annex = annex_filed_by(None if known is None else known.kind)
    if annex is not None and all(each.reported.filer != filer for each in standings[annex]):
        standings[annex].append(of_filer(frame, filing, due, filer, now, annex))
