"""已关闭: 补报 is open until the next deadline is consolidated, whose report covers what was not reported."""

from collections.abc import Sequence

from services.reporting.filing.due import Due
from services.reporting.filing.state import Filing


def closed_by(filing: Filing, periods: Sequence[Due], due: Due, annex: str) -> Due | None:
    """The first later period whose sheet was consolidated; None while this one is open."""
    later = periods[[each.key for each in periods].index(due.key) + 1 :]
    return next((each for each in later if filing.consolidated(each.key, annex) is not None), None)
