"""Both totals are those of the form, and the members listed make the whole difference."""

from random import Random
from typing import Any

import pytest

from services.reporting.counting.context import Context
from services.reporting.counting.mark import Mark
from services.reporting.counting.recount import background_of, marks_in
from services.reporting.forms.documents.money import wan_yuan
from services.reporting.totals.differing import Member, distinct_in_town, totals_of
from tests.oracle.campaign import Size, campaign, mixed
from tests.oracle.fold import Fold
from tests.oracle.recording import record
from tests.oracle.town import small_town
from tests.oracle.town_facts import CAMPAIGN, town_facts
from tests.reporting.lineage.campaigns import oracle_rows
from tests.reporting.lineage.folding import Told
from tests.reporting.story import CAMPAIGN as WINTER
from tests.reporting.story import town
from tests.reporting.telling import found, unit, visit


@pytest.mark.parametrize("seed", range(8))
def test_the_totals_of_the_form(seed: int) -> None:
    oracle = small_town()
    facts = mixed(campaign(seed, oracle, Size()), Random(seed))
    fold = Fold(record([*town_facts(oracle), *facts], oracle.kinds))
    told = Told(oracle_rows(seed), CAMPAIGN, None)
    for annex in ("annex-3", "annex-4"):
        form: dict[str, Any] = fold.answer(annex, oracle.ends)["totals"]
        for column in totals_of(told.marks(), annex, told.kind_of):
            shown = wan_yuan if column.column.kind == "sum" else int
            key = column.column.key
            assert (shown(column.sum), shown(column.distinct)) == (form["sum"][key], form["distinct"][key]), (
                key
            )
            differing = sum(member.apart - member.weight for member in column.differing)
            assert differing == column.sum - column.distinct, key


def marks() -> tuple[list[Mark], Told]:
    story = town()
    unit(story)
    unit(story, "u2", department=None)
    visit(story, "i1", by="d-a")
    visit(story, "i2", by="d-b")
    visit(story, "i3", by="g-1", unit_id="u2")
    found(story, "h1", by="v-e")
    found(story, "h2", by="d-a")
    told = Told(story.rows(), WINTER, None)
    context = Context(told.period, told.policy, background_of(told.rows))
    return list(marks_in(told.rows, context)), told


def test_who_counts_for_several_and_who_for_nobody() -> None:
    of_town, told = marks()
    (inspected,) = (
        each for each in totals_of(of_town, "annex-3", told.kind_of) if each.column.key == "inspected"
    )
    assert (inspected.sum, inspected.distinct) == (2, 2)
    assert inspected.differing == (Member("u1", 1, ("d-a", "d-b")), Member("u2", 1, ()))


def test_over_both_tables_a_unit_counts_once() -> None:
    of_town, told = marks()
    by_table = {
        annex: {each.column.key: each.distinct for each in totals_of(of_town, annex, told.kind_of)}
        for annex in ("annex-3", "annex-4")
    }
    town_total = distinct_in_town(of_town)
    assert (by_table["annex-3"]["units"], by_table["annex-4"]["units"], town_total["units"]) == (1, 2, 2)
    assert town_total["hazards_found"] == 2
