"""How many forms of a period are missing, and whose, as the safety office tells others."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from services.notifications.planning.reading import load_town
from services.notifications.policy.policy import Policy
from services.notifications.rules.periods import Period, period_of
from services.notifications.rules.report_subject import SummarySubject
from services.notifications.rules.report_summary import missing_filers
from services.notifications.rules.town import Town
from services.notifications.sending.knowledge import Knowledge
from shared.event_log.connection import Connection
from shared.problems import Rejected


@dataclass(frozen=True, slots=True)
class Missing:
    period: Period
    names: Sequence[str]
    """Of those who have not reported, in the order of the campaign."""


async def missing_of(
    connection: Connection, township: str, subject: SummarySubject, policy: Policy
) -> Missing:
    """Raises `not_found` for a campaign or period that the town does not have."""
    found = missing_in(await load_town(connection, township, policy), subject)
    if found is None:
        raise Rejected("not_found", what=f"{subject.campaign} {subject.period}")
    return found


def missing_in(town: Town, subject: SummarySubject) -> Missing | None:
    """None for a campaign or period that the town does not have."""
    period = period_of(town.campaigns.get(subject.campaign, {}), subject.period)
    if period is None:
        return None
    return Missing(period, [town.name_of(filer) for filer in missing_filers(town, subject)])


async def known_until(knowledge: Knowledge, now: datetime) -> datetime:
    """What is said “as of”. Raises `reporting_not_known` while it is behind."""
    whole, closed = await knowledge.look()
    if not whole:
        raise Rejected("reporting_not_known")
    return min(closed, now)
