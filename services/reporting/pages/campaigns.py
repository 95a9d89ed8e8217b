"""Which campaigns a town has, and which of them a page shows that names none."""

from collections.abc import Mapping

from fastapi import Request

from services.reporting.counting.town import Town
from services.reporting.read_model import FIGURES
from services.reporting.reading.positions import applied_positions
from services.reporting.reading.snapshot import snapshot
from services.reporting.subjects.as_recorded import rows_in
from services.reporting.subjects.campaign import Campaign
from shared.clock import Clock
from shared.event_log.connection import Connection, Pool
from shared.facts.account import Account
from shared.instant import microseconds
from shared.problems import Rejected
from shared.read_model.statements import read_folded

_CAMPAIGNS = "select kind, id, entries from subjects where township = $1 and kind = 'campaign'"


async def campaigns_of(request: Request, account: Account) -> Mapping[str, Campaign]:
    """The one that began last stands first."""
    pool: Pool = request.app.state.pool
    async with snapshot(pool) as connection:
        folded = await read_folded(connection, FIGURES)
        folded.refuse_unless_whole()
        return await read_campaigns(connection, account.township, applied_positions(folded))


async def read_campaigns(
    connection: Connection, township: str, positions: Mapping[str, int]
) -> Mapping[str, Campaign]:
    """Likewise, as recorded at these positions."""
    rows = await connection.fetch(_CAMPAIGNS, township)
    campaigns = Town.of(rows_in(rows, positions)).campaigns
    return dict(sorted(campaigns.items(), key=lambda each: (-each[1].starts, each[0])))


async def current_campaign(request: Request, account: Account) -> str:
    """The one that began last; before any has begun, the one that begins first."""
    clock: Clock = request.app.state.clock
    campaigns = await campaigns_of(request, account)
    if not campaigns:
        raise Rejected("not_found", what="campaign")
    now = microseconds(clock.now())
    begun = [name for name, campaign in campaigns.items() if campaign.starts <= now]
    return begun[0] if begun else list(campaigns)[-1]


async def known_campaign(request: Request, account: Account, campaign: str) -> Campaign:
    """Raises `not_found`."""
    found = (await campaigns_of(request, account)).get(campaign)
    if found is None:
        raise Rejected("not_found", what=campaign)
    return found
