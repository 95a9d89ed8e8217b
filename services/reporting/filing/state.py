"""What has been signed in one campaign, and what became of it: folded from its stream. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, NamedTuple, TypeAlias

from services.reporting.filing.consolidation import Consolidation, Consolidations, consolidated_after
from shared.events.base import Event
from shared.events.consolidating import (
    ConsolidationCountersigned,
    ConsolidationSentUp,
    ConsolidationSigned,
)
from shared.events.reporting import (
    ExtensionGranted,
    SubmissionAccepted,
    SubmissionReturned,
    SubmissionReviewed,
    SubmissionSigned,
    SubmissionWithdrawn,
)
from shared.events.storing import DocumentsStored, ScanAttached, StoredFile
from shared.instant import microseconds, parse_instant

Status = Literal["signed", "accepted", "withdrawn", "returned"]
STANDING: frozenset[Status] = frozenset({"signed", "accepted"})

Place: TypeAlias = tuple[str, str]
"""Period and filer: a filer has one form."""


class Scan(NamedTuple):
    event: ScanAttached
    occurred: int


class Act(NamedTuple):
    """What became of a submission: who, when and why."""

    event: SubmissionReviewed | SubmissionWithdrawn | SubmissionReturned | SubmissionAccepted
    occurred: int


@dataclass(frozen=True, slots=True)
class Submission:
    signed: SubmissionSigned
    position: int
    status: Status = "signed"
    acts: tuple[Act, ...] = ()
    corrected_by: str | None = None

    @property
    def number(self) -> str:
        return self.signed.number

    @property
    def place(self) -> Place:
        return self.signed.period, self.signed.filer

    @property
    def signed_at(self) -> int:
        return microseconds(parse_instant(self.signed.signed_at))

    @property
    def stands(self) -> bool:
        return self.status in STANDING and self.corrected_by is None

    @property
    def awaits_review(self) -> bool:
        """单位负责人 has not agreed yet."""
        reviewed = any(isinstance(act.event, SubmissionReviewed) for act in self.acts)
        return self.signed.review is not None and self.stands and not reviewed

    @property
    def is_taken_back(self) -> bool:
        """A correction that was withdrawn or returned: what it corrected stands again, as it was accepted."""
        return self.status in ("withdrawn", "returned") and self.signed.corrects is not None


@dataclass(frozen=True, slots=True)
class Filing:
    """Of one campaign. `submissions` by number, in the order of signing; `files`, `scans` too by number."""

    version: int = 0
    submissions: Mapping[str, Submission] = field(default_factory=dict)
    extensions: Mapping[Place, ExtensionGranted] = field(default_factory=dict)
    consolidations: Consolidations = field(default_factory=dict)
    files: Mapping[str, tuple[StoredFile, ...]] = field(default_factory=dict)
    scans: Mapping[str, tuple[Scan, ...]] = field(default_factory=dict)

    def of(self, period: str, filer: str) -> list[Submission]:
        return [each for each in self.submissions.values() if each.place == (period, filer)]

    def standing(self, period: str, filer: str) -> Submission | None:
        return next((each for each in self.of(period, filer) if each.stands), None)

    def accepted(self, period: str, filer: str) -> Submission | None:
        """The latest accepted one: a correction takes its place once that is accepted itself."""
        return next((each for each in reversed(self.of(period, filer)) if each.status == "accepted"), None)

    def consolidated(self, period: str, annex: str) -> Consolidation | None:
        """The last edition of the sheet."""
        of_sheet = [each for each in self.consolidations.values() if each.sheet == (period, annex)]
        return of_sheet[-1] if of_sheet else None

    def is_on_behalf(self, number: str | None) -> bool:
        """镇安委办代报."""
        submission = None if number is None else self.submissions.get(number)
        return submission is not None and submission.signed.on_behalf is not None

    def holding(self, number: str) -> Consolidation | None:
        """The last sheet that the submission is a row of."""
        holding = [each for each in self.consolidations.values() if number in each.numbers]
        return holding[-1] if holding else None


def evolve(filing: Filing, event: Event, position: int, occurred: int) -> Filing:
    """With the next event of its stream."""
    following = replace(filing, version=filing.version + 1)
    match event:
        case SubmissionSigned():
            return replace(following, submissions=_signed(filing.submissions, event, position))
        case SubmissionReviewed() | SubmissionWithdrawn() | SubmissionReturned() | SubmissionAccepted():
            return replace(following, submissions=_acted(filing.submissions, Act(event, occurred)))
        case ExtensionGranted():
            granted = {(event.period, event.filer): event}
            return replace(following, extensions={**filing.extensions, **granted})
        case ConsolidationSigned() | ConsolidationCountersigned() | ConsolidationSentUp():
            after = consolidated_after(filing.consolidations, event, position, occurred)
            return replace(following, consolidations=after)
        case DocumentsStored():
            return replace(following, files={**filing.files, event.number: tuple(event.files)})
        case ScanAttached():
            scans = (*filing.scans.get(event.number, ()), Scan(event, occurred))
            return replace(following, scans={**filing.scans, event.number: scans})
        case _:
            raise TypeError(f"{event.type} is in no filing")


def _signed(
    submissions: Mapping[str, Submission], event: SubmissionSigned, position: int
) -> Mapping[str, Submission]:
    after = dict(submissions)
    if event.corrects is not None:
        after[event.corrects] = replace(after[event.corrects], corrected_by=event.number)
    after[event.number] = Submission(event, position)
    return after


def _acted(submissions: Mapping[str, Submission], act: Act) -> Mapping[str, Submission]:
    done = _after(submissions[act.event.number], act)
    after = {**submissions, done.number: done}
    if done.is_taken_back:
        corrected = after[str(done.signed.corrects)]
        after[corrected.number] = replace(corrected, corrected_by=None)
    return after


def _after(submission: Submission, act: Act) -> Submission:
    match act.event:
        case SubmissionReviewed():
            status: Status = submission.status
        case SubmissionWithdrawn():
            status = "withdrawn"
        case SubmissionReturned():
            status = "returned"
        case SubmissionAccepted():
            status = "accepted"
    return replace(submission, status=status, acts=(*submission.acts, act))
