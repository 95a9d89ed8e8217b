"""本期: which period of which campaign a page is about, and how it stands there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from services.notifications.outgoing.acting import Acting
from services.notifications.outgoing.missing import known_until, missing_in
from services.notifications.planning.reading import load_town
from services.notifications.rules.periods import Period, at_work, period_of, periods_of
from services.notifications.rules.report_subject import SummarySubject
from services.notifications.rules.town import Town
from shared.problems import Rejected


@dataclass(frozen=True, slots=True)
class AtWork:
    campaign: str
    title: str
    period: Period
    periods: Sequence[Period]
    filers: int
    missing: Sequence[str] | None
    """Names of who has not reported; None while that is not known."""
    released: datetime | None
    """When the heads' summary was."""

    @property
    def subject(self) -> SummarySubject:
        return SummarySubject(self.campaign, self.period.key)


async def period_at_work(acting: Acting, campaign: str | None, key: str | None) -> AtWork | None:
    """Without names the campaign that began last, and 本期 of it. None of a town that has no campaign.

    Raises `not_found` for one that is named and not there."""
    async with acting.pool.acquire() as connection:
        town = await load_town(connection, acting.township, acting.equipment.rulebook.policy)
    begun = {id_: view for id_, view in town.campaigns.items() if "starts" in view}
    named = (
        campaign if campaign is not None else max(begun, key=lambda each: begun[each]["starts"], default="")
    )
    view = begun.get(named, {})
    period = at_work(periods_of(view), acting.now) if key is None else period_of(view, key)
    if period is None:
        if campaign is None and key is None:
            return None
        raise Rejected("not_found", what=f"{named} {key or ''}".strip())
    return _shown(town, named, period, await _is_known(acting))


def _shown(town: Town, campaign: str, period: Period, known: bool) -> AtWork:
    view, subject = town.campaigns[campaign], SummarySubject(campaign, period.key)
    found = missing_in(town, subject) if known else None
    return AtWork(
        campaign, view["title"], period, periods_of(view),
        filers=len(view["departments"]) + len(view["villages"]),
        missing=None if found is None else found.names, released=town.released.get(str(subject)),
    )  # fmt: skip


async def _is_known(acting: Acting) -> bool:
    try:
        await known_until(acting.equipment.knowledge, acting.now)
    except Rejected:
        return False
    return True
