"""Days that a campaign states come before the policy's."""

from dataclasses import replace

import pytest

from services.notifications.rules.agreed_days import agreed_days
from services.notifications.subjects.directory import latest_view
from services.notifications.subjects.kept import entry_of
from shared.instant import write_instant
from tests.notifications.chain import Chain, day
from tests.notifications.rules.hazard_town import TOWN, demanded, found, local

STATED = {
    "claim_days": 1, "referral_days": 2, "look_back_days": 4, "supervision_days": 5, "hazard_near_days": 6,
}  # fmt: skip


def campaign(id_: str, starts: int, **stated: int) -> dict[str, object]:
    view: dict[str, object] = {"id": id_, "starts": write_instant(day(starts))}
    return view | ({"reminders": stated} if stated else {})


@pytest.mark.parametrize(
    ("rule", "default", "stated"),
    [
        ("claim_unanswered", 3, 1),
        ("referral_unanswered", 5, 2),
        ("look_back_due", 15, 4),
        ("supervision_silent", 7, 5),
        ("hazard_date_near", 2, 6),
    ],
)
def test_each_rule_has_its_own(rule: str, default: int, stated: int) -> None:
    moment = write_instant(day(10))
    assert agreed_days(TOWN, rule, moment) == default
    assert agreed_days(replace(TOWN, campaigns={"c": campaign("c", 1)}), rule, moment) == default
    assert agreed_days(replace(TOWN, campaigns={"c": campaign("c", 1, **STATED)}), rule, moment) == stated
    assert agreed_days(replace(TOWN, campaigns={"c": campaign("c", 11, **STATED)}), rule, moment) == default


@pytest.mark.parametrize(("number", "days"), [(1, 3), (2, 8), (10, 8), (11, 9), (30, 9)])
def test_the_campaign_that_began_last_counts(number: int, days: int) -> None:
    campaigns = {
        "a": campaign("a", 11, claim_days=9),
        "b": campaign("b", 2, claim_days=8),
        "empty": {"id": "empty"},
    }
    town = replace(TOWN, campaigns=campaigns)
    assert agreed_days(town, "claim_unanswered", write_instant(day(number))) == days


def test_a_stated_day_moves_what_is_demanded() -> None:
    chain = found()
    chain.hazard("rectification_claimed", "h-1", 3, by="unit")
    town = replace(TOWN, campaigns={"c": campaign("c", 1, claim_days=1)})
    assert [local(demand) for demand in demanded(chain, town)] == ["12-04 09:00"]


def test_what_the_policy_leaves_out_is_not_demanded() -> None:
    chain = found(severity="major")
    chain.hazard("rectification_claimed", "h-1", 3, by="unit")
    rules = {name: rule for name, rule in TOWN.policy.rules.items() if name != "claim_unanswered"}
    town = replace(TOWN, policy=TOWN.policy.model_copy(update={"rules": rules}))
    assert [demand.rule for demand in demanded(chain, town)] == ["major_found"]


def test_a_campaign_that_is_opened_says_them() -> None:
    chain, opened = Chain("registry"), {
        "campaign_id": "c", "title": "大排查", "starts": "2024-12-01T00:00:00.000000Z",
        "ends": "2024-12-31T00:00:00.000000Z", "phases": [], "deadlines": [], "departments": [],
        "villages": [], "policy": "1", "form_titles": {}, "foot_notes": {}, "supervision_levels": [],
    }  # fmt: skip
    chain.say("campaign.opened", "campaign/c", day(1), **opened, reminders={"claim_days": 2})
    entry = entry_of(chain.events[0].envelope)
    assert entry is not None
    town = replace(TOWN, campaigns={"c": latest_view("c", [entry])})
    assert agreed_days(town, "claim_unanswered", write_instant(day(1))) == 2
