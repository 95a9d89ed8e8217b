"""Looking up a signed report by its number. What was signed is kept in a folder above this one."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Protocol

from fastapi import Request

from services.reporting.reading.signed_report import SignedReport
from services.reporting.turns.admission import Admission
from shared.facts.account import Account


class SignedReports(Protocol):
    """On `app.state.signed_reports`."""

    async def named(self, account: Account, campaign: str, number: str) -> SignedReport:
        """Raises `Rejected` for what the account may not see, and for what can't be counted as it was."""


@asynccontextmanager
async def beforehand(request: Request, account: Account) -> AsyncIterator[None]:
    """For what has to be looked up before the question is known, within the account's own share."""
    admission: Admission = request.app.state.admission
    with admission.of((account.township, account.name)) as share:
        async with share.looking_up:
            yield


async def signed_report(request: Request, account: Account, campaign: str, number: str) -> SignedReport:
    reports: SignedReports = request.app.state.signed_reports
    async with beforehand(request, account):
        return await reports.named(account, campaign, number)
