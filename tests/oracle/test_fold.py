"""The product's pure fold against the independent figures: every cell of both forms, for many campaigns.

`PAICHA_ORACLE_SEEDS=1000:3000 pytest tests/oracle/test_fold.py` looks further than a usual run.
"""

import os
from datetime import timedelta
from random import Random

import pytest

from tests.oracle.campaign import FEW, Size, campaign, mixed
from tests.oracle.comparing import differences
from tests.oracle.figures import annexes
from tests.oracle.fold import Fold
from tests.oracle.recording import record
from tests.oracle.said import Said
from tests.oracle.town import small_town
from tests.oracle.town_facts import town_facts

TOWN = small_town()
TINY = timedelta(microseconds=1)
UNTILS = (
    *TOWN.deadlines,
    *(TOWN.starts - timedelta(days=9), TOWN.starts, TOWN.starts + TINY),
    *(TOWN.ends - TINY, TOWN.ends, TOWN.ends + timedelta(days=300)),
)
FIRST, _, LAST = os.environ.get("PAICHA_ORACLE_SEEDS", "0:80").partition(":")


def told(seed: int, mixture: int) -> list[Said]:
    size = FEW if seed % 2 else Size()
    return mixed(campaign(seed, TOWN, size), Random(mixture))


def fold(facts: list[Said]) -> Fold:
    return Fold(record([*town_facts(TOWN), *facts], TOWN.kinds))


@pytest.mark.parametrize("seed", range(int(FIRST), int(LAST)))
def test_every_cell(seed: int) -> None:
    facts = told(seed, seed)
    product = fold(facts)
    for until in UNTILS:
        for annex, expected in annexes(facts, TOWN, until).items():
            assert differences(product.answer(annex, until), expected) == [], f"{annex} {until} seed {seed}"


@pytest.mark.parametrize("seed", range(10))
def test_as_of_earlier_positions_it_is_what_was_known_then(seed: int) -> None:
    """Later corrections and back-dated facts change what is known now, never what was known."""
    histories = campaign(seed, TOWN, Size())
    introduced, rest = [history[0] for history in histories], [history[1:] for history in histories]
    facts = [*introduced, *mixed(rest, Random(seed))]
    product = fold(facts)
    for known in range(len(introduced), len(facts), len(facts) // 7):
        positions = {"registry": len(town_facts(TOWN)), "hazards": 0}
        for fact in facts[:known]:
            positions[fact.service] += 1
        for annex, expected in annexes(facts[:known], TOWN, TOWN.deadlines[5]).items():
            assert differences(product.answer(annex, TOWN.deadlines[5], positions), expected) == []


@pytest.mark.parametrize("seed", range(10))
def test_the_mixture_between_subjects_moves_nothing(seed: int) -> None:
    until = TOWN.deadlines[4]
    for annex in ("annex-3", "annex-4"):
        one, other = (fold(told(seed, mixture)).answer(annex, until) for mixture in (1, 2))
        assert one["rows"] == other["rows"]
        assert one["totals"] == other["totals"]
        assert one["warnings"] == other["warnings"]
