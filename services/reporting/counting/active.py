"""Which filers that the campaign does not list have something to show: the form has a row of each."""

from services.reporting.counting.columns import FILER_KINDS
from services.reporting.counting.context import Context
from services.reporting.counting.recount import marks_in
from services.reporting.subjects.as_recorded import Rows
from services.reporting.subjects.campaign import Campaign


def active_unlisted(rows: Rows, context: Context, campaign: Campaign) -> frozenset[str]:
    """Most campaigns list every filer there is: then nothing has to be counted for it."""
    listed = {filer for filers in campaign.filers.values() for filer in filers}
    others = frozenset(
        each
        for each, known in context.background.organisations.items()
        if known.kind in FILER_KINDS.values() and each not in listed
    )
    if not others:
        return frozenset()
    return others & {mark.filer for mark in marks_in(rows, context)}
