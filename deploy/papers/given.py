"""What is given to be checked: photographs, PDFs, or the text of a QR code itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from services.reporting.scans.pdf_file import PdfFile, ReadPage
from services.reporting.scans.photograph import Enough, codes_in, open_picture

_PDF = b"%PDF-"
_SHORTEST_CODE = 200
"""A signature and a digest alone take half of it."""


@dataclass(frozen=True, slots=True)
class Given:
    codes: frozenset[str]
    pages: Sequence[ReadPage] = ()
    """Of a PDF."""


def read_given(argument: str, enough: Enough) -> Given:
    """ValueError for a file that is neither picture nor PDF; OSError where it can't be read."""
    path = Path(argument)
    if not _is_file(path):
        return Given(frozenset({_said(argument)}))
    content = path.read_bytes()
    if content.startswith(_PDF):
        return _of_pdf(PdfFile(content), enough)
    return Given(codes_in(open_picture(content), enough))


def _said(argument: str) -> str:
    """Of a QR code. A name without a file is a slip, and no bad signature."""
    if "://" not in argument and len(argument) < _SHORTEST_CODE:
        raise FileNotFoundError("没有此文件 no such file")
    return argument


def _is_file(path: Path) -> bool:
    """The text of a code may be longer than a file's name can be."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def _of_pdf(file: PdfFile, enough: Enough) -> Given:
    codes: frozenset[str] = frozenset()
    for picture in file.pictures():
        codes |= codes_in(picture, enough)
    return Given(codes, file.pages())
