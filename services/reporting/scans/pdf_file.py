"""A PDF as its text and its pictures: what stands on each page, and where each word of it stands."""

from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2
from PIL import Image
from pypdfium2 import PdfDocument, PdfiumError, PdfPage, PdfTextPage

_PIXELS_PER_POINT = 4
_MOST_PAGES = 50
_LARGEST_SIDE = 3000
"""Points, of a page that is looked at: A0 has 3,370."""


@dataclass(frozen=True, slots=True)
class Word:
    text: str
    left: float
    right: float
    middle: float
    """Of its height, in points from the bottom of the page."""


@dataclass(frozen=True, slots=True)
class ReadPage:
    text: str
    words: tuple[Word, ...]


class PdfFile:
    def __init__(self, content: bytes) -> None:
        """ValueError for what is no PDF, or none of a report's size."""
        try:
            self._document = PdfDocument(content)
        except PdfiumError as error:
            raise ValueError(str(error)) from error
        sizes = [self._document.get_page_size(number) for number in range(len(self._document))]
        if len(sizes) > _MOST_PAGES or any(side > _LARGEST_SIDE for size in sizes for side in size):
            raise ValueError("too large for a report")

    def pictures(self) -> Iterator[Image.Image]:
        for page in self._document:
            yield page.render(scale=_PIXELS_PER_POINT).to_pil().convert("L")

    def pages(self) -> list[ReadPage]:
        return [_read(page) for page in self._document]


def _read(page: PdfPage) -> ReadPage:
    text = page.get_textpage()
    return ReadPage(text.get_text_range(), tuple(_words(text)))


def _words(page: PdfTextPage) -> Iterator[Word]:
    """Characters that follow each other with nothing between."""
    begun: list[tuple[str, tuple[float, float, float, float]]] = []
    for place in range(page.count_chars()):
        character = chr(pypdfium2.raw.FPDFText_GetUnicode(page, place))
        box = page.get_charbox(place, loose=True)
        if begun and (character.isspace() or not _follows(begun[-1][1], box)):
            yield _word(begun)
            begun = []
        if not character.isspace():
            begun.append((character, box))
    if begun:
        yield _word(begun)


def _follows(before: tuple[float, float, float, float], box: tuple[float, float, float, float]) -> bool:
    height = before[3] - before[1]
    beside = abs(box[0] - before[2]) < height / 2
    return beside and abs(box[1] + box[3] - before[1] - before[3]) < height


def _word(letters: list[tuple[str, tuple[float, float, float, float]]]) -> Word:
    boxes = [box for _, box in letters]
    middle = sum(box[1] + box[3] for box in boxes) / 2 / len(boxes)
    return Word("".join(letter for letter, _ in letters), boxes[0][0], boxes[-1][2], middle)
