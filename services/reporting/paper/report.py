"""A signed report as its QR codes carry it, and the bytes that are signed."""

from collections.abc import Mapping
from dataclasses import dataclass

from shared.canonical import canonical

PURPOSE = "paicha paper 1"
"""What a signature over these bytes is for: none of another purpose stands for it, nor this for another."""


@dataclass(frozen=True, slots=True)
class PaperRow:
    filer: str
    """Its id, or `total:sum`, `total:distinct`."""
    name: str
    """As it is printed."""
    figures: tuple[int, ...]
    """In the order of the annex's columns, fines in fen. Empty: not reported."""


@dataclass(frozen=True, slots=True)
class PaperReport:
    """The whole of a report, or one part of it."""

    number: str
    township: str
    campaign: str
    annex: str
    filer: str
    """Empty for a consolidated sheet."""
    name: str
    """第3期（截至12月30日）"""
    occurred_until: str
    """An instant, as `shared.instant` writes it."""
    signed_at: str
    """Likewise. What a key's time of validity is held against."""
    positions: Mapping[str, int]
    policy: str
    rows: tuple[PaperRow, ...]
    digest: str
    """sha256:…"""
    part: int = 1
    parts: int = 1


def paper_bytes(report: PaperReport) -> bytes:
    """What is signed."""
    return canonical(
        {
            "purpose": PURPOSE,
            "number": report.number,
            "township": report.township,
            "campaign": report.campaign,
            "annex": report.annex,
            "filer": report.filer,
            "name": report.name,
            "occurred_until": report.occurred_until,
            "signed_at": report.signed_at,
            "positions": dict(report.positions),
            "policy": report.policy,
            "rows": [[row.filer, row.name, list(row.figures)] for row in report.rows],
            "digest": report.digest,
            "part": report.part,
            "parts": report.parts,
        }
    )
