"""What a form takes from the submissions: what was signed before it, and how a signed one is printed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from fastapi import Request

from services.reporting.forms.documents.changes import Before
from services.reporting.forms.documents.signed import Signed
from services.reporting.reading.asked_form import Form
from services.reporting.reading.signed_reports import beforehand
from shared.facts.account import Account


@dataclass(frozen=True, slots=True)
class SignedSoFar:
    version: int
    """Another one, once more has been signed or reviewed."""
    before: Callable[[Form], Mapping[str, Before]]
    """By filer, what each last signed for a period that ends before the form's cut-off."""


class KeptSubmissions(Protocol):
    """On `app.state.signed_reports`, too. Both raise `Rejected` for what the account may not see."""

    async def so_far(self, account: Account, campaign: str) -> SignedSoFar: ...

    async def printed(self, account: Account, campaign: str, number: str) -> Signed: ...


async def signed_so_far(request: Request, account: Account, campaign: str) -> SignedSoFar:
    kept: KeptSubmissions = request.app.state.signed_reports
    async with beforehand(request, account):
        return await kept.so_far(account, campaign)


async def printed(request: Request, account: Account, campaign: str, number: str) -> Signed:
    kept: KeptSubmissions = request.app.state.signed_reports
    async with beforehand(request, account):
        return await kept.printed(account, campaign, number)
