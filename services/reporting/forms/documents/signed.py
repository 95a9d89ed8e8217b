"""What is printed of a signature. Whoever signs fills it in; the forms only show it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Signed:
    """A report as it was signed."""

    number: str
    """回执号"""
    report: str
    """第3期（截至12月30日）"""
    filer: str
    """Whose report it is, by name."""
    signer: str
    office: str
    signed_at: str
    """An instant, as `shared.instant` writes it."""
    digest: str
    """Of the figures that were signed."""
    marks: tuple[str, ...] = ()
    """Such as 镇安委办代报."""
    remarks: tuple[str, ...] = ()
    """填报说明, one each."""
    notes: tuple[str, ...] = ()
    """Of a consolidated sheet: what its reader should know of its rows."""
    codes: tuple[str, ...] = ()
    """The texts of the QR codes, in order."""
