"""The documents of what was signed, as they are first written: they know nothing that came after."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from services.reporting.consolidation.printing import form_of_sheet, printed_sheet
from services.reporting.files.keeping import stored_file
from services.reporting.filing.state import Filing
from services.reporting.forms.documents.sheet import Sheet
from services.reporting.forms.formats import FORMATS
from services.reporting.forms.written import WrittenForms
from services.reporting.reading.question import Question
from services.reporting.submissions.paper import submission_sheet
from services.reporting.submissions.report import Frame, form_of_signed, question, signed_positions
from shared.blobs.store import Blobs
from shared.clock import Clock
from shared.events.storing import DocumentsStored, StoredFile
from shared.facts.account import Account

SERVICE = "reporting"


@dataclass(frozen=True, slots=True)
class Writer:
    forms: WrittenForms
    blobs: Blobs
    public_url: str
    clock: Clock
    frame_of: Callable[[Question], Awaitable[Frame]]

    async def written(self, township: str, campaign: str, filing: Filing, number: str) -> DocumentsStored:
        """In every format, on disk."""
        sheet = await self._sheet(township, campaign, filing, number)
        files: list[StoredFile] = []
        for each in FORMATS:
            content = await self.forms.of((township, SERVICE), sheet, each.write)
            files.append(await stored_file(self.blobs, each.suffix, content))
        return DocumentsStored(campaign_id=campaign, number=number, files=files)

    async def _sheet(self, township: str, campaign: str, filing: Filing, number: str) -> Sheet:
        demo = None if self.clock.demo is None else str(self.clock.demo)
        submission = filing.submissions.get(number)
        if submission is not None:
            frame = await self._frame(township, campaign, signed_positions(submission.signed))
            form = form_of_signed(frame, submission.signed)
            return submission_sheet(form, submission, township, self.public_url, demo, told=False)
        sheet = filing.consolidations[number]
        frame = await self._frame(township, campaign, signed_positions(sheet.signed))
        return printed_sheet(
            form_of_sheet(frame, sheet.signed),
            filing,
            sheet,
            None,
            township,
            self.public_url,
            demo,
            signature_line=False,
        )

    async def _frame(self, township: str, campaign: str, positions: dict[str, int]) -> Frame:
        return await self.frame_of(question(service_of(township), campaign, positions))


def service_of(township: str) -> Account:
    return Account(SERVICE, township, "operator", frozenset())
