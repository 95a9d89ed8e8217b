"""After how many days a rule speaks: what a campaign states comes before the policy. Pure."""

from services.notifications.rules.town import Town, View

_STATED = {
    "claim_unanswered": "claim_days",
    "referral_unanswered": "referral_days",
    "look_back_due": "look_back_days",
    "supervision_silent": "supervision_days",
    "hazard_date_near": "hazard_near_days",
}


def agreed_days(town: Town, rule: str, moment: str) -> int:
    """As stated by the campaign that had begun last by the moment from which days are counted.

    It holds beyond its window, until another campaign begins.
    """
    stated = _campaign_at(town, moment).get("reminders", {}).get(_STATED[rule])
    return int(stated or town.policy.rules[rule].days or 0)


def _campaign_at(town: Town, moment: str) -> View:
    begun = [each for each in town.campaigns.values() if "starts" in each and each["starts"] <= moment]
    return max(begun, key=lambda each: (each["starts"], each["id"]), default={})
