"""What is asked for beside the figures of a form: 较上期, and of a submission its signature on paper."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from fastapi import Request

from services.reporting.counting.figures import Figures
from services.reporting.forms.documents.changes import with_changes
from services.reporting.forms.documents.signed import Signed
from services.reporting.forms.signed_before import SignedSoFar, printed, signed_so_far
from services.reporting.reading.asked_form import Form
from services.reporting.reading.question import Question
from shared.facts.account import Account
from shared.json_types import JsonObject


@dataclass(frozen=True, slots=True)
class Beside:
    so_far: SignedSoFar | None
    """Where changes are asked for."""
    printed: Signed | None
    nothing: bool
    """The answer follows from the figures alone."""

    @property
    def shape(self) -> str:
        """Tells answers apart that are of the same figures."""
        changes = "" if self.so_far is None else f" changes {self.so_far.version}"
        return changes if self.printed is None else f"{changes} signed {self.printed.marks}"

    def beside(self, document: JsonObject, form: Form, figures: Figures) -> JsonObject:
        if self.so_far is None:
            return document
        row_of: Callable[[str], dict[str, int]] = partial(figures.row, form.annex)
        return with_changes(document, row_of, self.so_far.before(form))


async def beside(
    request: Request, account: Account, asked: Question, *, changes: bool, on_paper: bool
) -> Beside:
    so_far = await signed_so_far(request, account, asked.campaign) if changes else None
    signed = asked.submission
    on_it = None
    if signed is not None and on_paper:
        on_it = await printed(request, account, asked.campaign, signed.number)
    return Beside(so_far, on_it, nothing=so_far is None and signed is None)
