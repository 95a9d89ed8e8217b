"""Every point of a series is the form at that cut-off: of independent, simulated and random campaigns."""

import pytest
from hypothesis import HealthCheck, given, settings

from deploy.simulator.simulate import Plan
from services.reporting.counting.policy import POLICIES, Policy
from services.reporting.counting.town import Town
from services.reporting.series.points import By, points
from tests.oracle.town_facts import CAMPAIGN as ORACLE_CAMPAIGN
from tests.reporting.histories import Saying, histories, told
from tests.reporting.lineage.campaigns import oracle_rows, policies
from tests.reporting.series.comparing import assert_every_point_is_the_forms
from tests.reporting.simulated import CAMPAIGN, simulated_rows

LATER = 40 * 86_400 * 1_000_000


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("by", ["day", "period"])
def test_of_independent_campaigns(seed: int, by: By) -> None:
    rows = oracle_rows(seed)
    campaign = Town.of(rows).campaigns[ORACLE_CAMPAIGN]
    for until in (campaign.ends + LATER, campaign.ends - LATER - 1, campaign.starts):
        assert_every_point_is_the_forms(rows, campaign, points(by, campaign, until), POLICIES["1"])


@pytest.mark.parametrize("policy", POLICIES)
def test_of_a_simulated_campaign(policy: str) -> None:
    rows = simulated_rows(Plan(seed=3, units=30, hazards=250))
    campaign = Town.of(rows).campaigns[CAMPAIGN]
    cutoffs = points("day", campaign, campaign.ends)
    assert_every_point_is_the_forms(rows, campaign, cutoffs, POLICIES[policy])


@given(history=histories(), policy=policies())
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_of_any_history_under_any_policy(history: list[Saying], policy: Policy) -> None:
    story = told(history)
    campaign = story.campaign()
    cutoffs = points("day", campaign, campaign.ends)[::7]
    assert_every_point_is_the_forms(story.rows(), campaign, cutoffs, policy)
