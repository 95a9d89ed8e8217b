"""情况说明 as a document for Word and WPS, laid out as official letters are (GB/T 9704)."""

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from docxtpl import DocxTemplate

from services.reporting.forms.documents.docx import dated_alike
from services.reporting.forms.documents.xml_text import xml_text

_TEMPLATE = Path(__file__).with_name("narrative.docx").read_bytes()


@dataclass(frozen=True, slots=True)
class Letter:
    """All of it text; sections that nobody wrote are empty."""

    title: str
    paragraph: str
    problems: str
    next_steps: str
    filer: str
    day: str
    number: str
    """回执号"""
    mark: str
    """镇安委办代报, or empty."""


def narrative_docx(letter: Letter) -> bytes:
    """The same letter gives the same bytes."""
    template = DocxTemplate(BytesIO(_TEMPLATE))
    template.render(
        {
            "title": xml_text(letter.title),
            "paragraph": xml_text(letter.paragraph),
            "sections": [
                {"heading": f"{ordinal}、{heading}", "lines": _lines(text)}
                for ordinal, (heading, text) in zip("一二", _written(letter), strict=False)
            ],
            "filer": xml_text(letter.filer),
            "day": letter.day,
            "number": xml_text(letter.number) + (f"　【{letter.mark}】" if letter.mark else ""),
        },
        autoescape=True,
    )
    made = BytesIO()
    template.save(made)
    return dated_alike(made)


def _written(letter: Letter) -> list[tuple[str, str]]:
    both = ("存在问题", letter.problems), ("下一步工作", letter.next_steps)
    return [section for section in both if section[1].strip()]


def _lines(text: str) -> list[str]:
    return [xml_text(line.strip()) for line in text.splitlines() if line.strip()]
