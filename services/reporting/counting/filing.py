"""Who files which form."""

from collections.abc import Callable

from services.reporting.counting.columns import FILER_KINDS
from services.reporting.subjects.campaign import Campaign


def annex_filed_by(kind: str | None) -> str | None:
    """None for a kind of organisation that files no form."""
    return next((annex for annex, files in FILER_KINDS.items() if files == kind), None)


def files(filer: str, annex: str, campaign: Campaign, kind_of: Callable[[str], str | None]) -> bool:
    """The campaign lists it, or it is of the kind: other departments may file too."""
    return filer in campaign.filers[annex] or kind_of(filer) == FILER_KINDS[annex]
