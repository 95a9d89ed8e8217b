"""The campaigns told here are taken by the product's deciders without a refusal."""

from random import Random

import pytest

from tests.oracle.campaign import Size, campaign, mixed
from tests.oracle.recording import record
from tests.oracle.town import small_town
from tests.oracle.town_facts import town_facts

TOWN = small_town()


@pytest.mark.parametrize("seed", range(20))
def test_every_fact_is_recorded(seed: int) -> None:
    told = mixed(campaign(seed, TOWN, Size()), Random(seed))
    logs = record([*town_facts(TOWN), *told], TOWN.kinds)
    positions = sum(len(log.envelopes) for log in logs.values())
    assert positions == len(told) + len(town_facts(TOWN))
