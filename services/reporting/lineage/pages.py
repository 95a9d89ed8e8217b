"""What is behind a cell, page by page, in the order of what is counted."""

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass

import orjson

from services.reporting.lineage.cell import Counted
from shared.problems import Rejected


@dataclass(frozen=True, slots=True)
class Page:
    counted: Sequence[Counted]
    next: str | None
    """Where the page after it begins; only of use at the same positions."""


def page_of(counted: Sequence[Counted], after: tuple[str, str] | None, limit: int) -> Page:
    ordered = sorted(counted, key=_key)
    rest = ordered if after is None else [each for each in ordered if _key(each) > after]
    page = rest[:limit]
    return Page(page, _written(_key(page[-1])) if len(rest) > limit else None)


def read_after(text: str | None) -> tuple[str, str] | None:
    """As a page before named it."""
    if text is None:
        return None
    try:
        member, filer = orjson.loads(base64.urlsafe_b64decode(text.encode("ascii")))
    except (ValueError, TypeError, binascii.Error):
        detail = "请使用上一页给出的 next use what the page before gave as next"
        raise Rejected("invalid_request", field="after", detail=detail) from None
    return str(member), str(filer)


def _key(counted: Counted) -> tuple[str, str]:
    return counted.member, counted.filer


def _written(key: tuple[str, str]) -> str:
    return base64.urlsafe_b64encode(orjson.dumps(key)).decode("ascii")
