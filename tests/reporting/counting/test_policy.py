"""Every parameter of a policy in each of its values, and every version held to its golden reports."""

from collections.abc import Callable
from dataclasses import fields, replace
from datetime import timedelta
from pathlib import Path
from random import Random

import orjson
import pytest

from services.reporting.counting.figures import Figures
from services.reporting.counting.policy import POLICIES, READINGS, Policy
from shared.canonical import digest
from shared.instant import microseconds
from tests.oracle.campaign import Size, campaign, mixed
from tests.oracle.fold import Fold
from tests.oracle.recording import record
from tests.oracle.town import small_town
from tests.oracle.town_facts import town_facts
from tests.reporting.story import Story, town
from tests.reporting.telling import found, penalty, regraded, unit, visit

GOLDEN = Path(__file__).with_name("golden_reports.json")
USUAL = POLICIES["1"]
NOBODY = ""


def self_reported(story: Story) -> None:
    found(story, by="unit")


def mitigated(story: Story) -> None:
    found(story, severity="major")
    regraded(story, "mitigated", "general")


def revoked(story: Story) -> None:
    penalty(story, fen=150)
    story.tell("penalty.revoked", "12-20", "p1", reason="复核撤销")


def of_a_group(story: Story) -> None:
    visit(story, by="g-1")
    found(story, by="g-1")


Cell = tuple[str, str]
CASES: list[tuple[str, bool, Callable[[Story], None], dict[Cell, int]]] = [
    ("self_reports_count", True, self_reported, {(NOBODY, "hazards_found"): 1, ("d-a", "hazards_found"): 0}),
    ("self_reports_count", False, self_reported, {(NOBODY, "hazards_found"): 0, ("d-a", "hazards_found"): 0}),
    ("mitigated_counts_as_major", True, mitigated, {("d-a", "hazards_found"): 1, ("d-a", "major_found"): 1}),
    ("mitigated_counts_as_major", False, mitigated, {("d-a", "hazards_found"): 1, ("d-a", "major_found"): 0}),
    ("revoked_penalties_count", True, revoked, {("d-a", "penalised"): 1, ("d-a", "fines"): 150}),
    ("revoked_penalties_count", False, revoked, {("d-a", "penalised"): 0, ("d-a", "fines"): 0}),
    (
        "groups_credit_department_of_unit", True, of_a_group,
        {("d-a", "inspected"): 1, ("d-a", "hazards_found"): 1, (NOBODY, "inspected"): 0},
    ),
    (
        "groups_credit_department_of_unit", False, of_a_group,
        {("d-a", "inspected"): 0, (NOBODY, "inspected"): 1, (NOBODY, "hazards_found"): 1},
    ),
]  # fmt: skip


def figures(tell: Callable[[Story], None], policy: Policy, until: str | None = None) -> Figures:
    story = town()
    unit(story)
    tell(story)
    return story.figures(until, policy=policy)


@pytest.mark.parametrize(("parameter", "value", "tell", "cells"), CASES)
def test_each_value_of_each_parameter(
    parameter: str, value: bool, tell: Callable[[Story], None], cells: dict[Cell, int]
) -> None:
    counted = figures(tell, replace(USUAL, **{parameter: value}))
    assert {cell: counted.cell(*cell) for cell in cells} == cells


def test_no_parameter_is_left_out() -> None:
    values = {(parameter, value) for parameter, value, _, _ in CASES}
    named = {field.name for field in fields(Policy)} - {"code_version"}
    assert values == {(name, value) for name in named for value in (True, False)}


def test_a_penalty_revoked_after_the_cutoff_counts_under_every_policy() -> None:
    for version, policy in POLICIES.items():
        assert figures(revoked, policy, until="12-20").cell("d-a", "fines") == 150, version
    assert figures(revoked, POLICIES["2"], until="12-21").cell("d-a", "fines") == 0


def test_every_version_is_dated_and_read_to_people() -> None:
    assert READINGS.keys() == POLICIES.keys()
    assert sorted(READINGS, key=int) == sorted(READINGS, key=lambda version: READINGS[version].dated)


def golden_reports(version: str) -> str:
    """Of campaigns that no version is free to count otherwise: both forms at three cut-offs."""
    oracle, answers = small_town(), []
    for seed in range(6):
        facts = mixed(campaign(seed, oracle, Size()), Random(seed))
        fold = Fold(record([*town_facts(oracle), *facts], oracle.kinds), version)
        for until in (oracle.deadlines[1], oracle.deadlines[4], oracle.ends + timedelta(days=1)):
            for annex in ("annex-3", "annex-4"):
                answer = fold.answer(annex, until)
                answers.append((annex, microseconds(until), answer["rows"], answer["totals"]))
    return digest(orjson.dumps(answers, option=orjson.OPT_SORT_KEYS))


@pytest.mark.parametrize("version", POLICIES)
def test_what_a_version_counts_never_changes(version: str) -> None:
    pinned = orjson.loads(GOLDEN.read_bytes())
    assert pinned.get(version) == {
        "policy_hash": POLICIES[version].content_hash(),
        "reports": golden_reports(version),
    }, (
        f"Policy {version} counts the golden campaigns otherwise than it did ({golden_reports(version)}). "
        "Figures that were reported have to be found again: make it a new version, and leave this one."
    )


def test_the_versions_differ() -> None:
    assert golden_reports("1") != golden_reports("2")
