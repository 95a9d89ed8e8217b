"""The heads' summary of a deadline: once, and only when the safety office has released it. Pure."""

from collections.abc import Iterator

from services.notifications.rules.demand import Audience, Demand, Seat
from services.notifications.rules.periods import period_of
from services.notifications.rules.report_subject import SummarySubject
from services.notifications.rules.town import Town
from shared.instant import write_instant

SUMMARY = "report_summary"
_REPORTED = ("signed", "waiting_review", "accepted")
"""As 报送情况 counts: whoever has signed has reported."""


def summary_demands(town: Town, subject: SummarySubject) -> Iterator[Demand]:
    campaign = town.campaigns.get(subject.campaign, {})
    period, released = period_of(campaign, subject.period), town.released.get(str(subject))
    if period is None or released is None:
        return
    filers = [*campaign["departments"], *campaign["villages"]]
    yield Demand(
        rule=SUMMARY,
        subject=str(subject),
        due=max(released, period.deadline),
        audience=(Audience(Seat.HEADS),),
        until=period.next_deadline,
        facts={
            "campaign": subject.campaign,
            "period": period.key,
            "period_name": period.name,
            "deadline": write_instant(period.deadline),
            "missing": len(missing_filers(town, subject)),
            "filers": len(filers),
        },
    )


def missing_filers(town: Town, subject: SummarySubject) -> list[str]:
    """Who has not reported, in the order of the campaign."""
    campaign = town.campaigns.get(subject.campaign, {})
    places = town.filings.get(subject.campaign, {"places": {}})["places"]
    return [
        filer
        for filer in (*campaign.get("departments", ()), *campaign.get("villages", ()))
        if places.get(f"{subject.period}/{filer}", {}).get("state") not in _REPORTED
    ]
