"""What a printed report says: its texts, and what its code proves."""

import asyncio
import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import openpyxl
from pypdfium2 import PdfDocument

from tests.reporting.submissions.office import Office

PAICHA = Path(sys.executable).parent / "paicha"


def texts_of(content: bytes) -> list[str]:
    """Of a Word document: its table, what stands around it, and the foot of the page."""
    word = docx.Document(io.BytesIO(content))
    paragraphs = [*word.paragraphs, *(each for part in word.sections for each in part.footer.paragraphs)]
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    return [*cells, *(paragraph.text for paragraph in paragraphs)]


async def checked(office: Office, folder: Path, pdf: bytes) -> tuple[int | None, dict[str, Any]]:
    """As anybody checks it who has the public keys: exit code and what is said."""
    (folder / "report.pdf").write_bytes(pdf)
    (folder / "keys.json").write_bytes((await office.reporting.client.get("/keys")).content)
    command = [str(PAICHA), "verify-paper", str(folder / "report.pdf"), "--keys", str(folder / "keys.json")]
    process = await asyncio.create_subprocess_exec(
        *command, "--json", stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    told, wrong = await process.communicate()
    assert told, wrong.decode()
    return process.returncode, json.loads(told)


def pdf_text(content: bytes) -> str:
    with PdfDocument(io.BytesIO(content)) as document:
        return "".join(page.get_textpage().get_text_range() for page in document)


def xlsx_text(content: bytes) -> str:
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    return "\n".join(str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None)


TEXT: dict[str, Callable[[bytes], str]] = {
    "pdf": pdf_text, "xlsx": xlsx_text, "docx": lambda content: "\n".join(texts_of(content)),
}  # fmt: skip
