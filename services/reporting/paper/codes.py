"""A report in as many QR codes as it takes, each signed for itself."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from services.reporting.forms.documents.qr_code import MOST_CHARACTERS
from services.reporting.paper.payload import address, payload, read_payload
from services.reporting.paper.possible import MOST_PARTS
from services.reporting.paper.refused import PaperRefused
from services.reporting.paper.report import PaperReport, PaperRow, paper_bytes

_ANY_SIGNATURE = bytes(64)
"""Of Ed25519: all are of one length."""


def codes(
    report: PaperReport, public_url: str, key_id: str, sign: Callable[[bytes], bytes]
) -> tuple[str, ...]:
    """What stands in them, in order. Raises `PaperRefused` where even one row is too much for a code."""
    return tuple(_code(part, public_url, key_id, sign) for part in split(report, public_url, key_id))


def _code(part: PaperReport, public_url: str, key_id: str, sign: Callable[[bytes], bytes]) -> str:
    """What can't be read again is not printed."""
    text = payload(part, key_id, sign(paper_bytes(part)))
    if read_payload(text).report != part:
        raise ValueError(f"part {part.part} of {part.number} would be read as another")
    return address(public_url, text)


def split(report: PaperReport, public_url: str, key_id: str) -> tuple[PaperReport, ...]:
    """By rows, each part as many as fit."""
    room = MOST_CHARACTERS - len(address(public_url, ""))
    groups = list(_groups(report, key_id, room))
    if len(groups) > MOST_PARTS:
        raise PaperRefused("does_not_fit", report.name)
    return tuple(
        replace(report, rows=rows, part=number, parts=len(groups)) for number, rows in enumerate(groups, 1)
    )


def _groups(report: PaperReport, key_id: str, room: int) -> Iterator[tuple[PaperRow, ...]]:
    group: tuple[PaperRow, ...] = ()
    for row in report.rows:
        if group and not _fit((*group, row), report, key_id, room):
            yield group
            group = ()
        group = (*group, row)
        if not _fit(group, report, key_id, room):
            raise PaperRefused("does_not_fit", row.name)
    yield group


def _fit(rows: tuple[PaperRow, ...], report: PaperReport, key_id: str, room: int) -> bool:
    part = replace(report, rows=rows, part=MOST_PARTS, parts=MOST_PARTS)
    return len(payload(part, key_id, _ANY_SIGNATURE)) <= room
