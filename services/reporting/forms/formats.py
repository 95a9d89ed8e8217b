"""The kinds of document that a form is written as."""

from dataclasses import dataclass

from services.reporting.forms.documents.docx import docx
from services.reporting.forms.documents.pdf import pdf
from services.reporting.forms.documents.spreadsheet import spreadsheet
from services.reporting.forms.written import Write

_OPEN_XML = "application/vnd.openxmlformats-officedocument"
XLSX = f"{_OPEN_XML}.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Format:
    suffix: str
    media_type: str
    write: Write
    summary: str


WORD = Format("docx", f"{_OPEN_XML}.wordprocessingml.document", docx, "附件3 or 附件4 as a Word document")
FORMATS = (
    Format("xlsx", XLSX, spreadsheet, "附件3 or 附件4 as a spreadsheet"),
    WORD,
    Format("pdf", "application/pdf", pdf, "附件3 or 附件4 as a PDF for printing"),
)
