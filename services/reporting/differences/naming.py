"""From a report's name to the question that it is: its campaign found, and what was signed looked up."""

from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import Request

from services.reporting.counting.columns import FILER_KINDS
from services.reporting.differences.asking import ReportName
from services.reporting.differences.scope import Scope
from services.reporting.reading.question import (
    Question,
    question,
    question_of_submission,
    refuse_beside_submission,
    refuse_other_annex,
)
from services.reporting.reading.signed_report import SignedReport
from services.reporting.reading.signed_reports import beforehand, signed_report
from services.reporting.reading.snapshot import snapshot
from shared.event_log.connection import Pool
from shared.facts.account import Account
from shared.problems import Rejected

_CAMPAIGNS = "select id from subjects where township = $1 and kind = 'campaign' order by id limit 2"


@dataclass(frozen=True, slots=True)
class Named:
    name: ReportName
    campaign: str
    signed: SignedReport | None

    @property
    def annexes(self) -> tuple[str, ...]:
        annex = self.name.annex if self.signed is None else self.signed.annex
        return tuple(FILER_KINDS) if annex is None else (annex,)

    def asked_by(self, account: Account) -> tuple[Question, Scope]:
        """Raises `Rejected` as an address would."""
        if self.signed is not None:
            asked = question_of_submission(account, self.campaign, self.signed)
        else:
            asked = question(account, self.campaign, self.annexes[0], self.name.parameters())
        return asked, Scope(self.campaign, self.annexes, asked.shown)


async def found(request: Request, account: Account, names: Sequence[ReportName]) -> list[Named]:
    """Raises `Rejected` for a name that says too little or too much, and for what may not be seen."""
    for name in names:
        if name.submission is not None:
            refuse_beside_submission(name.parameters())
    said = {name.campaign for name in names if name.campaign is not None}
    if names and not said:
        said = await _campaigns(request, account)
    return [await _found(request, account, name, said) for name in names]


async def _found(request: Request, account: Account, name: ReportName, known: set[str]) -> Named:
    if name.campaign is None and len(known) > 1:
        detail = f"请写明是哪次行动 say which: {', '.join(sorted(known))}"
        raise Rejected("invalid_request", field="campaign", detail=detail)
    campaign = min(known) if name.campaign is None else name.campaign
    if name.submission is None:
        return Named(name, campaign, None)
    signed = await signed_report(request, account, campaign, name.submission)
    refuse_other_annex(signed, name.annex)
    return Named(name, campaign, signed)


async def _campaigns(request: Request, account: Account) -> set[str]:
    """Two of them are too many already."""
    pool: Pool = request.app.state.pool
    async with beforehand(request, account), snapshot(pool) as connection:
        known = {campaign for (campaign,) in await connection.fetch(_CAMPAIGNS, account.township)}
    if not known:
        raise Rejected("not_found", what="campaign")
    return known
