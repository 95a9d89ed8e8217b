"""确认报送: whether it may be signed, and what is frozen. Pure.

Every rule that can refuse has a code of its own; nothing is signed over an open error.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.reporting.filing.closing import closed_by
from services.reporting.filing.due import Due
from services.reporting.filing.state import Filing, Submission
from services.reporting.filing.timeliness import would_be_on_time
from shared.events.reporting import (
    CAUSES,
    Annex,
    EventAt,
    Fall,
    FrozenLog,
    LateReason,
    Narrative,
    OnBehalf,
    RemarkOnCell,
    Review,
    ShownWarning,
    SubmissionContent,
)
from shared.events.signer import Signer
from shared.instant import SHANGHAI, moment_at, write_instant
from shared.problems import Rejected

LONGEST_WITH_THE_FILER = 24 * 3600 * 1_000_000
"""So long after it was prepared a report can be signed, in microseconds."""

_TAKEN_OVER = (
    "annex", "filer", "filer_name", "policy", "policy_hash", "digest", "lineage_digest", "waiting",
    "unchanged", "late_reason", "late_note", "on_behalf", "corrects", "correction_reason", "narrative",
    "review", "signer",
)  # fmt: skip
"""What is frozen as it stands in `Signing`."""


@dataclass(frozen=True, slots=True)
class Signing:
    """What was asked, and what the report says that it names."""

    campaign: str
    annex: Annex
    due: Due
    periods: Sequence[Due]
    """All of the campaign."""
    filer: str
    filer_name: str
    occurred_until: int
    logs: Mapping[str, FrozenLog]
    policy: str
    policy_hash: str
    digest: str
    lineage_digest: str
    digest_seen: str
    figures: Mapping[str, int]
    warnings: Sequence[ShownWarning]
    waiting: int | None
    remarks: Sequence[RemarkOnCell]
    fall_reasons: Mapping[str, str]
    unchanged: bool
    late_reason: LateReason | None
    late_note: str | None
    on_behalf: OnBehalf | None
    corrects: str | None
    correction_reason: str | None
    narrative: Narrative | None
    review: Review | None
    signer: Signer
    signed_at: int


def falls(before: Submission | None, figures: Mapping[str, int]) -> dict[str, int]:
    """Column to by how much it is below."""
    if before is None:
        return {}
    less = {column: before.signed.figures.get(column, 0) - value for column, value in figures.items()}
    return {column: by for column, by in less.items() if by > 0}


def refuse_to_sign(filing: Filing, signing: Signing, before: Submission | None) -> None:
    """Raises `Rejected` by the first rule that is broken."""
    _refuse_by_state(filing, signing)
    _refuse_by_time(filing, signing)
    _refuse_by_what_is_said(signing)
    if signing.digest != signing.digest_seen:
        raise Rejected("figures_changed")
    for warning in signing.warnings:
        if warning.level == "error":
            raise Rejected("open_error", detail=warning.zh.removesuffix("。"))
    _refuse_by_last(signing, before)


def _refuse_by_state(filing: Filing, signing: Signing) -> None:
    standing = filing.standing(signing.due.key, signing.filer)
    if signing.corrects is None:
        if standing is not None:
            told = moment_at(standing.signed_at).astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")
            who = standing.signed.signer.name
            raise Rejected("already_signed", number=standing.number, name=who, time=told)
        return
    if standing is None or standing.number != signing.corrects:
        raise Rejected("not_standing", number=signing.corrects)
    if standing.status != "accepted":
        raise Rejected("correct_by_returning", number=standing.number)
    if signing.correction_reason is None:
        raise Rejected("correction_needs_reason")


def _refuse_by_time(filing: Filing, signing: Signing) -> None:
    due, now = signing.due, signing.signed_at
    if now < due.opens:
        raise Rejected("period_not_open", period=due.name, time=write_instant(moment_at(due.opens)))
    closed = closed_by(filing, signing.periods, due, signing.annex)
    if closed is not None and signing.corrects is None:
        raise Rejected("period_closed", period=due.name, next=closed.name)
    refuse_another_cutoff(due, signing.occurred_until, now)
    signed = filing.of(due.key, signing.filer)
    if signing.corrects is None and not would_be_on_time(signed, due.deadline, now):
        unsaid = signing.late_reason == "other" and signing.late_note is None
        if signing.late_reason is None or unsaid:
            raise Rejected("late_needs_reason", period=due.name)


def refuse_another_cutoff(due: Due, until: int, now: int) -> None:
    """It is the moment the report was prepared, and the deadline once that has passed."""
    if now >= due.cutoff:
        if until != due.cutoff:
            raise Rejected("cutoff_not_allowed", cutoff=write_instant(moment_at(due.cutoff)))
    elif not due.opens < until <= now:
        raise Rejected("cutoff_not_allowed", cutoff=write_instant(moment_at(now)))
    elif now - until > LONGEST_WITH_THE_FILER:
        raise Rejected("report_outdated")


def _refuse_by_what_is_said(signing: Signing) -> None:
    """It is signed for ever: no reason for being late on time, no remark beside a cell that is not there."""
    late, correction = (signing.late_reason, signing.late_note), signing.correction_reason
    if any(said is not None for said in late) and signing.signed_at < signing.due.deadline:
        raise Rejected("invalid_request", field="late_reason", detail="并未逾期 it is not late")
    if correction is not None and signing.corrects is None:
        raise Rejected("invalid_request", field="correction_reason", detail="并非更正 it corrects nothing")
    for remark in signing.remarks:
        if remark.column is not None and remark.column not in signing.figures:
            raise Rejected("not_found", what=remark.column)


def _refuse_by_last(signing: Signing, before: Submission | None) -> None:
    missing = [column for column in falls(before, signing.figures) if column not in signing.fall_reasons]
    if missing:
        raise Rejected("fall_needs_reason", columns="、".join(missing))
    same = before is not None and before.signed.figures == dict(signing.figures)
    if same and not signing.unchanged:
        raise Rejected("unchanged_needs_tick")
    if signing.unchanged and not same:
        raise Rejected("figures_changed")


def content(
    filing: Filing, signing: Signing, before: Submission | None, causes: Mapping[str, Sequence[EventAt]]
) -> SubmissionContent:
    """What is frozen. `causes`: of each fall the events behind it."""
    count = len(filing.of(signing.due.key, signing.filer))
    taken_over: dict[str, Any] = {name: getattr(signing, name) for name in _TAKEN_OVER}
    return SubmissionContent(
        campaign_id=signing.campaign,
        number=f"{signing.due.key}-{signing.filer}-{count + 1}",
        period=signing.due.key,
        period_name=signing.due.name,
        deadline=write_instant(moment_at(signing.due.deadline)),
        occurred_until=write_instant(moment_at(signing.occurred_until)),
        logs=dict(signing.logs),
        figures=dict(signing.figures),
        warnings=list(signing.warnings),
        remarks=list(signing.remarks),
        falls=list(_falls(signing, before, causes)),
        signed_at=write_instant(moment_at(signing.signed_at)),
        **taken_over,
    )


def _falls(
    signing: Signing, before: Submission | None, causes: Mapping[str, Sequence[EventAt]]
) -> Iterator[Fall]:
    for column, by in falls(before, signing.figures).items():
        reason, events = signing.fall_reasons[column], causes.get(column, ())
        more = max(0, len(events) - CAUSES)
        yield Fall(column=column, by=by, reason=reason, events=list(events[:CAUSES]), more=more)
