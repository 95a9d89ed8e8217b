"""What was signed, returned, accepted, consolidated … since a moment, in one list. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from services.reporting.filing.consolidation import Consolidation
from services.reporting.filing.state import Filing, Submission
from shared.events.signer import Signer

What = Literal[
    "submission.signed", "submission.reviewed", "submission.withdrawn", "submission.returned",
    "submission.accepted", "consolidation.signed", "consolidation.countersigned", "consolidation.sent_up",
]  # fmt: skip
MOST = 50


@dataclass(frozen=True, slots=True)
class Happening:
    at: int
    what: str
    """The type of its event."""
    by: Signer
    submission: Submission | None = None
    sheet: Consolidation | None = None


def happened_since(filing: Filing, moment: int, seen: frozenset[str] | None) -> list[Happening]:
    """The latest first; a filer hears of its own reports alone."""
    found = [*_of_submissions(filing, seen), *(_of_sheets(filing) if seen is None else ())]
    return sorted((each for each in found if each.at > moment), key=lambda each: -each.at)[:MOST]


def _of_submissions(filing: Filing, seen: frozenset[str] | None) -> Iterator[Happening]:
    for each in filing.submissions.values():
        if seen is None or each.signed.filer in seen:
            yield Happening(each.signed_at, each.signed.type, each.signed.signer, each)
            for act in each.acts:
                yield Happening(act.occurred, act.event.type, act.event.by, each)


def _of_sheets(filing: Filing) -> Iterator[Happening]:
    for each in filing.consolidations.values():
        yield Happening(each.signed_at, each.signed.type, each.signed.signer, sheet=each)
        for act in (each.countersigned, each.sent_up):
            if act is not None:
                yield Happening(act.occurred, act.event.type, act.event.by, sheet=each)
