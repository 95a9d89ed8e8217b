"""What has been signed in one campaign, and what became of it: folded from its stream. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, NamedTuple, TypeAlias

from shared.events.base import Event
from shared.events.reporting import (
    ExtensionGranted,
    SubmissionAccepted,
    SubmissionReturned,
    SubmissionSigned,
    SubmissionWithdrawn,
)
from shared.instant import microseconds, parse_instant

Status = Literal["signed", "accepted", "withdrawn", "returned"]
STANDING: frozenset[Status] = frozenset({"signed", "accepted"})

Place: TypeAlias = tuple[str, str]
"""Period and filer: a filer has one form."""


class Act(NamedTuple):
    """What became of a submission: who, when and why."""

    event: SubmissionWithdrawn | SubmissionReturned | SubmissionAccepted
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
    def is_taken_back(self) -> bool:
        """A correction that was withdrawn or returned: what it corrected stands again, as it was accepted."""
        return self.status in ("withdrawn", "returned") and self.signed.corrects is not None


@dataclass(frozen=True, slots=True)
class Filing:
    """Of one campaign. `submissions` by number, in the order of signing."""

    version: int = 0
    submissions: Mapping[str, Submission] = field(default_factory=dict)
    extensions: Mapping[Place, ExtensionGranted] = field(default_factory=dict)

    def of(self, period: str, filer: str) -> list[Submission]:
        return [each for each in self.submissions.values() if each.place == (period, filer)]

    def standing(self, period: str, filer: str) -> Submission | None:
        return next((each for each in self.of(period, filer) if each.stands), None)


def evolve(filing: Filing, event: Event, position: int, occurred: int) -> Filing:
    """With the next event of its stream."""
    submissions, extensions = dict(filing.submissions), dict(filing.extensions)
    match event:
        case SubmissionSigned():
            if event.corrects is not None:
                corrected = submissions[event.corrects]
                submissions[event.corrects] = replace(corrected, corrected_by=event.number)
            submissions[event.number] = Submission(event, position)
        case SubmissionWithdrawn() | SubmissionReturned() | SubmissionAccepted():
            done = _after(submissions[event.number], Act(event, occurred))
            submissions[event.number] = done
            if done.is_taken_back:
                corrected = submissions[str(done.signed.corrects)]
                submissions[corrected.number] = replace(corrected, corrected_by=None)
        case ExtensionGranted():
            extensions[event.period, event.filer] = event
        case _:
            raise TypeError(f"{event.type} is in no filing")
    return Filing(filing.version + 1, submissions, extensions)


def _after(submission: Submission, act: Act) -> Submission:
    match act.event:
        case SubmissionWithdrawn():
            status: Status = "withdrawn"
        case SubmissionReturned():
            status = "returned"
        case SubmissionAccepted():
            status = "accepted"
    return replace(submission, status=status, acts=(*submission.acts, act))
