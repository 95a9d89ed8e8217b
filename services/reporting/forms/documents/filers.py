"""The filers that an answer has rows of, and what they are called."""

from collections.abc import Mapping, Sequence

from services.reporting.counting.columns import FILER_KINDS
from services.reporting.reading.asked_form import Form
from services.reporting.subjects.organisation import Organisation
from shared.json_types import JsonObject


def filers_of(form: Form, active: set[str], organisations: Mapping[str, Organisation]) -> Sequence[str]:
    """The campaign's list in its order; then any other of the kind that is active: has something to show."""
    listed = form.campaign.filers[form.annex]
    kind = FILER_KINDS[form.annex]
    others = {
        filer
        for filer in active - set(listed)
        if filer in organisations and organisations[filer].kind == kind
    }
    return (*listed, *sorted(others))


def named_filer(filer: str, moment: int, organisations: Mapping[str, Organisation]) -> JsonObject:
    """As it was called at the cut-off; the id where nobody registered it."""
    known = organisations.get(filer)
    return {"id": filer, "name": filer if known is None else known.name_before(moment)}
