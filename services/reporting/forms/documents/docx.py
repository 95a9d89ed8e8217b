"""A form as a document for Word and WPS, by the template `form.docx`, which an office may restyle."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docxtpl import DocxTemplate
from markupsafe import Markup

from services.reporting.forms.documents.docx_table import table_xml
from services.reporting.forms.documents.sheet import Sheet
from services.reporting.forms.documents.xml_text import xml_text

_TEMPLATE = Path(__file__).with_name("form.docx").read_bytes()


def docx(sheet: Sheet) -> bytes:
    """The same sheet gives the same bytes."""
    template = DocxTemplate(BytesIO(_TEMPLATE))
    template.render(
        {
            "annex": sheet.annex,
            "title": xml_text(sheet.title),
            "reporter": xml_text(sheet.reporter),
            "telephone": xml_text(sheet.telephone),
            "table": Markup(table_xml(sheet)),  # noqa: S704 - its texts are escaped there
            "below": list(_below(sheet)),
            "signature_line": sheet.signature_line,
            "standing": [xml_text(text) for text in sheet.standing],
            "small": [xml_text(sheet.origin), sheet.digest],
        },
        autoescape=True,
    )
    made = BytesIO()
    template.save(made)
    return dated_alike(made)


def _below(sheet: Sheet) -> Iterator[str]:
    for text in (sheet.foot_note, *sheet.notes):
        if text:
            yield xml_text(text)


def dated_alike(made: BytesIO) -> bytes:
    """The parts of a package carry the time they were written at; what they say is the same without it."""
    content = BytesIO()
    with ZipFile(made) as source, ZipFile(content, "w", ZIP_DEFLATED) as target:
        for part in source.infolist():
            target.writestr(ZipInfo(part.filename), source.read(part), ZIP_DEFLATED)
    return content.getvalue()
