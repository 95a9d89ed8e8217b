"""What came of deriving one submission or sheet: nothing differs, or what does."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from services.reporting.deriving.parts import Part
from services.reporting.verification.findings import Finding
from shared.events.consolidating import ConsolidationSigned
from shared.events.reporting import SubmissionSigned

Kind = Literal["submission", "consolidation"]


@dataclass(frozen=True, slots=True)
class Outcome:
    township: str
    position: int
    """In the log `reporting`."""
    signed: SubmissionSigned | ConsolidationSigned
    findings: Sequence[Finding] = ()
    """Of the logs it was frozen at, and of its signatures."""
    parts: Sequence[Part] = ()
    """What this version would sign otherwise."""
    not_derivable: str | None = None

    @property
    def kind(self) -> Kind:
        return "submission" if isinstance(self.signed, SubmissionSigned) else "consolidation"

    @property
    def whose(self) -> str:
        """The filer's name; of a sheet its annex."""
        return self.signed.filer_name if isinstance(self.signed, SubmissionSigned) else self.signed.annex

    @property
    def differs(self) -> bool:
        return bool(self.findings or self.parts or self.not_derivable)
