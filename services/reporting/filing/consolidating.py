"""汇总、审签、上报: which rows a consolidated sheet has, and whether it may be signed and go up. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from services.reporting.filing.consolidation import Consolidation
from services.reporting.filing.due import Due
from services.reporting.filing.state import Filing, Submission
from shared.events.consolidating import (
    ConsolidatedRow,
    ConsolidationCountersigned,
    ConsolidationSentUp,
)
from shared.events.reporting import Annex
from shared.events.signer import Signer
from shared.events.storing import StoredFile
from shared.instant import moment_at, write_instant
from shared.problems import Rejected


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a sheet is made of."""

    due: Due
    annex: Annex
    listed: tuple[str, ...]
    """The filers of the campaign file, in its order."""
    names: Mapping[str, str]
    """Of that time."""
    reported: Mapping[str, Submission]
    """By filer, the latest accepted one; others than the listed ones too."""
    pending: tuple[Submission, ...]
    """Signed and not accepted yet, of filers that nothing was accepted of."""

    @property
    def filers(self) -> tuple[str, ...]:
        """Departments outside the list come last, and are never missing."""
        return (*self.listed, *sorted(self.reported.keys() - set(self.listed)))

    @property
    def missing(self) -> tuple[str, ...]:
        return tuple(filer for filer in self.listed if filer not in self.reported)

    def rows(self) -> list[ConsolidatedRow]:
        return [self._row(filer) for filer in self.filers]

    def _row(self, filer: str) -> ConsolidatedRow:
        submission = self.reported.get(filer)
        if submission is None:
            return ConsolidatedRow(filer=filer, filer_name=self.names[filer])
        signed = submission.signed
        return ConsolidatedRow(
            filer=filer,
            filer_name=signed.filer_name,
            number=signed.number,
            digest=signed.digest,
            figures=dict(signed.figures),
        )


def chosen(filing: Filing, due: Due, annex: Annex, listed: Sequence[str], names: Mapping[str, str]) -> Chosen:
    filers = {each.signed.filer for each in filing.submissions.values() if each.signed.annex == annex}
    accepted = {filer: filing.accepted(due.key, filer) for filer in filers}
    reported = {filer: submission for filer, submission in accepted.items() if submission is not None}
    standing = (filing.standing(due.key, filer) for filer in sorted(filers - reported.keys()))
    pending = tuple(each for each in standing if each is not None)
    return Chosen(due, annex, tuple(listed), names, reported, pending)


def refuse_to_consolidate(filing: Filing, chosen: Chosen, now: int) -> None:
    """Raises `Rejected` by the first rule that is broken."""
    due = chosen.due
    if now < due.opens:
        raise Rejected("period_not_open", period=due.name, time=write_instant(moment_at(due.opens)))
    if chosen.pending:
        names = "、".join(each.signed.filer_name for each in chosen.pending)
        raise Rejected("review_pending", filers=names)
    if now < due.deadline and chosen.missing:
        names = "、".join(chosen.names[filer] for filer in chosen.missing)
        raise Rejected("not_all_reported", filers=names, time=write_instant(moment_at(due.deadline)))
    if not chosen.reported:
        raise Rejected("nothing_to_consolidate", period=due.name)
    last = filing.consolidated(due.key, chosen.annex)
    if last is not None and not updates(last, chosen):
        raise Rejected("already_consolidated", number=last.number)


def updates(last: Consolidation, chosen: Chosen) -> dict[str, str | None]:
    """有更新: filer to the number that would stand in its row now, where that is another."""
    before = {row.filer: row.number for row in last.signed.rows}
    now = {filer: submission.number for filer, submission in chosen.reported.items()}
    filers = dict.fromkeys((*before, *chosen.filers))
    return {filer: now.get(filer) for filer in filers if before.get(filer) != now.get(filer)}


@dataclass(frozen=True, slots=True)
class ChangedCell:
    """Between two editions of a sheet; None where the filer had not reported."""

    filer: str
    column: str
    before: int | None
    after: int | None


def changes(before: Sequence[ConsolidatedRow], after: Sequence[ConsolidatedRow]) -> Iterator[ChangedCell]:
    """Cell by cell, in the order of the later edition."""
    earlier = {row.filer: row.figures or {} for row in before}
    later = {row.filer: row.figures or {} for row in after}
    for filer in dict.fromkeys((*later, *earlier)):
        one, other = earlier.get(filer, {}), later.get(filer, {})
        for column in dict.fromkeys((*other, *one)):
            if one.get(column) != other.get(column):
                yield ChangedCell(filer, column, one.get(column), other.get(column))


def countersign(filing: Filing, campaign: str, number: str, by: Signer) -> ConsolidationCountersigned:
    found = last_edition(filing, number)
    if not found.signed.countersign:
        raise Rejected("no_countersignature_asked", number=number)
    if found.countersigned is not None:
        raise Rejected("already_countersigned", number=number)
    if found.signed.signer.account == by.account:
        raise Rejected("same_person", number=number)
    return ConsolidationCountersigned(campaign_id=campaign, number=number, by=by)


def send_up(
    filing: Filing, campaign: str, number: str, by: Signer, to: str, how: str, at: int, file: StoredFile
) -> ConsolidationSentUp:
    """上报, once for an edition."""
    refuse_to_send_up(filing, number)
    return ConsolidationSentUp(
        campaign_id=campaign,
        number=number,
        to=to,
        how=how,
        sent_at=write_instant(moment_at(at)),
        file=file,
        by=by,
    )


def refuse_to_send_up(filing: Filing, number: str) -> Consolidation:
    """The sheet, where it may go up."""
    found = last_edition(filing, number)
    if found.signed.countersign and found.countersigned is None:
        raise Rejected("countersignature_needed", number=number)
    if found.sent_up is not None:
        raise Rejected("already_sent_up", number=number)
    return found


def last_edition(filing: Filing, number: str) -> Consolidation:
    """`not_found`, or `newer_edition` where another took its place."""
    found = filing.consolidations.get(number)
    if found is None:
        raise Rejected("not_found", what=number)
    if found.replaced_by is not None:
        raise Rejected("newer_edition", number=found.replaced_by)
    return found
