"""The demonstration's past in order, up to the moment at which its clock is let run. Pure."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from itertools import chain

from deploy.demo.acts import Act, Send, Step
from deploy.demo.cast import cast
from deploy.demo.period import Period
from deploy.demo.reminded import reminded
from services.registry.campaign_file import CampaignFile
from shared.instant import SHANGHAI

_EVENING, _NOON = time(17, 35), time(12, 30)
"""Facts reach the services after office hours; where a form is due, over lunch too."""
_FINAL = "final"


def beginning(campaign: CampaignFile) -> datetime:
    """The morning before the window opens: what was known before it is recorded then."""
    return campaign.window.starts - timedelta(hours=15)


def schedule(campaign: CampaignFile, until: datetime) -> list[Step]:
    sendings = list(_sendings(campaign, until))
    reminders = reminded((send.at for send in sendings), campaign.deadlines, until)
    steps: list[Step] = [*sendings, *_acts(campaign, until), *reminders]
    return sorted((step for step in steps if step.at <= until), key=lambda step: step.at)


def _sendings(campaign: CampaignFile, until: datetime) -> Iterator[Send]:
    first = beginning(campaign)
    yield Send(min(first, until))
    day = first.astimezone(SHANGHAI).date()
    due_on = {deadline.astimezone(SHANGHAI).date() for deadline in campaign.deadlines}
    while day <= until.astimezone(SHANGHAI).date():
        for hour in (_NOON, _EVENING) if day in due_on else (_EVENING,):
            moment = datetime.combine(day, hour, SHANGHAI)
            if first < moment < until:
                yield Send(moment)
        day += timedelta(days=1)
    yield Send(until)


def _acts(campaign: CampaignFile, until: datetime) -> Iterator[Act]:
    """Every period but the latest one past, and those to come, is done with."""
    periods = _periods(campaign)
    passed = [period for period in periods if period.deadline <= until]
    yield from chain.from_iterable(period.settled() for period in passed[:-1])
    yield from chain.from_iterable(period.still_open() for period in periods[max(len(passed) - 1, 0) :])


def _periods(campaign: CampaignFile) -> list[Period]:
    filers = [each.id for each in (*campaign.villages, *campaign.departments)]
    dues = [(str(number), deadline) for number, deadline in enumerate(campaign.deadlines, 1)]
    if campaign.final_due is not None:
        dues.append((_FINAL, campaign.final_due))
    return [
        Period(key, deadline, cast(place, filers), corrected_again=place % 2 == 0)
        for place, (key, deadline) in enumerate(dues)
    ]
