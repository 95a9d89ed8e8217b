"""Whether a report fits its QR codes is asked before it is signed: it could never be printed. Pure."""

from services.reporting.paper.codes import split
from services.reporting.paper.refused import PaperRefused
from services.reporting.paper.report import PaperReport
from shared.problems import Rejected

_ROOM_FOR_URL = "https://" + "x" * 56
"""The deployment may get a longer address later: its paper has to fit then too."""


def parts_that_fit(report: PaperReport, public_url: str, key_id: str) -> tuple[PaperReport, ...]:
    """Raises `does_not_fit`."""
    try:
        return split(report, max(public_url, _ROOM_FOR_URL, key=len), key_id)
    except PaperRefused as refused:
        raise Rejected("does_not_fit", row=refused.detail) from None
