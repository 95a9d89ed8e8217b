"""The form that a question means, as the town stands at its positions."""

from collections.abc import Mapping

from services.reporting.counting.policy import POLICIES
from services.reporting.reading.asked_form import Form
from services.reporting.reading.question import Question
from services.reporting.reading.stale import Stale
from services.reporting.subjects.campaign import Campaign
from shared.instant import moment_at, write_instant
from shared.problems import Rejected


def form_asked(
    asked: Question, campaigns: Mapping[str, Campaign], positions: Mapping[str, int], stale: Stale = ()
) -> Form:
    """Raises `not_found` and `unknown_policy`."""
    campaign = campaigns.get(asked.campaign)
    if campaign is None:
        raise Rejected("not_found", what=asked.campaign)
    policy = campaign.policy if asked.policy is None else asked.policy
    if policy not in POLICIES:
        raise Rejected("unknown_policy", policy=policy)
    until = asked.occurred_until or write_instant(moment_at(campaign.ends))
    number = None if asked.submission is None else asked.submission.number
    return Form(asked.annex, campaign, policy, until, asked.recorded_until, positions, number, stale)
