"""All that was ever signed, town by town and in the order of signing, beside what this code makes of it."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from services.reporting.consolidation.members import Members
from services.reporting.deriving import sheet, submission
from services.reporting.deriving.all_signed import AllSigned, Number
from services.reporting.deriving.looking_through import LookedThrough
from services.reporting.deriving.not_derivable import NotDerivable, Unfoldable
from services.reporting.deriving.outcome import Outcome
from services.reporting.deriving.parts import Part
from services.reporting.deriving.rows_at import RowsAt
from services.reporting.deriving.scene import LastMarks, Scene
from services.reporting.deriving.stored_logs import FACTS, SIGNED, StoredLogs
from services.reporting.filing.state import Filing, evolve
from services.reporting.keys.known import DEPLOYMENT
from services.reporting.verification.findings import Finding
from shared.events.base import Event
from shared.events.catalogue import load_event
from shared.events.consolidating import ConsolidationSigned
from shared.events.envelope import Envelope
from shared.events.reporting import SubmissionSigned
from shared.instant import microseconds

Looked = dict[str, LookedThrough]


def outcomes(logs: StoredLogs, looked: Looked, all_signed: AllSigned) -> Iterator[Outcome]:
    """One town after the other is held in memory. Raises `Unfoldable`."""
    for township in sorted(looked[SIGNED].places):
        if township != DEPLOYMENT:
            yield from _Town(township, logs, looked, all_signed).outcomes()


@dataclass
class _Town:
    township: str
    logs: StoredLogs
    looked: Looked
    all_signed: AllSigned
    filings: dict[str, Filing] = field(default_factory=dict)
    counted: dict[Number, Members] = field(default_factory=dict)
    """Until the last sheet that has it for a row."""

    def __post_init__(self) -> None:
        self._rows = RowsAt({log: self._read(log) for log in FACTS})
        self._last = LastMarks()
        self._uses = Counter(self.all_signed.rows.get(self.township, {}))

    def outcomes(self) -> Iterator[Outcome]:
        for raw in self._read(SIGNED):
            envelope = Envelope.from_bytes(raw)
            event = load_event(envelope.type, envelope.version, envelope.data)
            filing = self.filings.get(envelope.stream, Filing())
            if isinstance(event, SubmissionSigned | ConsolidationSigned):
                yield self._outcome(event, envelope.position, filing)
            self.filings[envelope.stream] = _evolved(filing, event, envelope)

    def _read(self, log: str) -> Iterator[bytes]:
        return self.logs.read(log, self.looked[log].of_town(self.township))

    def _outcome(
        self, signed: SubmissionSigned | ConsolidationSigned, position: int, filing: Filing
    ) -> Outcome:
        found = [self.looked[log].beside(frozen) for log, frozen in signed.logs.items() if log in FACTS]
        findings = [each for each in found if each is not None]
        try:
            if any(each.what != "hash" for each in findings):
                raise NotDerivable("log")
            parts = self._parts(signed, filing)
        except NotDerivable as error:
            findings += self._of_signatures(signed)
            return Outcome(self.township, position, signed, findings, not_derivable=error.code)
        return Outcome(self.township, position, signed, findings + self._of_signatures(signed), parts)

    def _parts(self, signed: SubmissionSigned | ConsolidationSigned, filing: Filing) -> list[Part]:
        positions = {log: frozen.position for log, frozen in signed.logs.items()}
        scene = Scene(self._rows.at(positions), signed, self._last)
        if isinstance(signed, SubmissionSigned):
            derived = submission.derived_submission(scene, signed, filing)
            if self._uses[number := (signed.campaign_id, signed.number)]:
                self.counted[number] = derived.members
            return submission.submission_parts(signed, derived, self.township)
        counted = {
            number: members
            for (campaign, number), members in self.counted.items()
            if campaign == signed.campaign_id
        }
        made = sheet.derived_sheet(scene, signed, filing, counted)
        self._used(signed)
        return sheet.sheet_parts(signed, made, self.township)

    def _used(self, signed: ConsolidationSigned) -> None:
        for row in signed.rows:
            if row.number is not None:
                number = signed.campaign_id, row.number
                self._uses[number] -= 1
                if not self._uses[number]:
                    self.counted.pop(number, None)

    def _of_signatures(self, signed: SubmissionSigned | ConsolidationSigned) -> list[Finding]:
        if isinstance(signed, SubmissionSigned):
            return submission.signature_findings(signed, self.township, self.all_signed.keys)
        return sheet.signature_findings(signed, self.township, self.all_signed.keys)


def _evolved(filing: Filing, event: Event, envelope: Envelope) -> Filing:
    try:
        return evolve(filing, event, envelope.position, microseconds(envelope.occurred))
    except (KeyError, TypeError):
        raise Unfoldable(envelope.position) from None
