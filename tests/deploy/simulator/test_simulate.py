"""The simulated campaign: reproducible, complete, well-formed, told in order, in bounded memory."""

import json
from collections import Counter
from datetime import datetime
from itertools import pairwise
from typing import Any

import pytest
from stdnum.cn import uscc

from deploy.simulator.campaign_file import CAMPAIGN, read_town
from deploy.simulator.simulate import Plan, _Campaign, simulate, simulated
from deploy.simulator.telling import SHEET
from services.hazards.commands import COMMANDS as HAZARDS
from services.registry.campaign_file import read_campaign_file
from services.registry.commands import COMMANDS as REGISTRY
from shared.events.catalogue import EVENTS
from shared.events.personal_data import find_personal_data
from shared.events.voiding import VoidFact
from shared.instant import parse_instant

TOWN = read_town()
OF_THE_CAMPAIGN_FILE = ("organisation.", "official.", "working_group.", "campaign.")
TYPES = {name for name in {**REGISTRY, **HAZARDS} if not name.startswith(OF_THE_CAMPAIGN_FILE)}


def facts_of(plan: Plan) -> list[dict[str, Any]]:
    return [json.loads(line) for line in simulate(TOWN, plan)]


@pytest.fixture(scope="module")
def facts() -> list[dict[str, Any]]:
    return facts_of(Plan(1))


def test_same_seed_same_bytes_and_another_seed_other_bytes() -> None:
    first = b"".join(simulate(TOWN, Plan(5, 30, 200)))
    assert first == b"".join(simulate(TOWN, Plan(5, 30, 200)))
    assert first != b"".join(simulate(TOWN, Plan(6, 30, 200)))


def test_each_fact_is_told_with_the_moment_it_is_sent() -> None:
    sent = list(simulated(TOWN, Plan(5, 30, 200)))
    assert [each.line for each in sent] == list(simulate(TOWN, Plan(5, 30, 200)))
    assert all(earlier.moment <= later.moment for earlier, later in pairwise(sent))
    for each in sent:
        assert TOWN.calendar.moment(parse_instant(json.loads(each.line)["time"])) <= each.moment


def test_campaigns_of_other_seeds_or_sizes_share_no_id() -> None:
    plans = (Plan(1, 20, 100), Plan(2, 20, 100), Plan(1, 21, 100), Plan(1, 20, 101))
    sources = {facts_of(plan)[0]["source"] for plan in plans}
    units = [{fact["data"].get("unit_id") for fact in facts_of(plan)} - {None} for plan in plans]
    assert len(sources) == len(plans)
    assert len(set.union(*units)) == sum(map(len, units))


def test_default_size(facts: list[dict[str, Any]]) -> None:
    counted = Counter(fact["type"] for fact in facts)
    assert (counted["unit.registered"], counted["hazard.found"]) == (600, 5_000)


@pytest.mark.parametrize("plan", [Plan(1), Plan(2, 150, 1_500)])
def test_every_type_of_fact_occurs(plan: Plan) -> None:
    assert {fact["type"] for fact in facts_of(plan)} == TYPES


def test_every_kind_of_correction_and_of_discovery_occurs(facts: list[dict[str, Any]]) -> None:
    reasons = {fact["data"]["reason"] for fact in facts if fact["type"] == "hazard.regraded"}
    assert reasons == {"raised", "mitigated", "misjudged"}
    finders = {fact["data"]["by"].partition("-")[0] for fact in facts if fact["type"] == "hazard.found"}
    assert finders == {"v", "d", "g", "unit"}
    inspections = [fact["data"] for fact in facts if fact["type"] == "inspection.completed"]
    assert any(data.get("with") for data in inspections)
    assert any(data["by"].startswith("g-") and data["participants"] for data in inspections)
    taken_back = {fact["data"]["id"] for fact in facts if fact["type"] == "fact.voided"}
    types = {fact["type"] for fact in facts if fact["id"] in taken_back}
    assert {"hazard.closed", "unit.graded", "hazard.regraded", "self_check.recorded", "fact.voided"} <= types


def test_every_village_and_department_acts(facts: list[dict[str, Any]]) -> None:
    acting = {fact["data"].get("by") for fact in facts} | {fact["data"].get("filer") for fact in facts}
    assert {one.id for one in (*TOWN.villages, *TOWN.departments)} <= acting
    assert {fact["data"]["village"] for fact in facts if fact["type"] == "unit.registered"} == {
        one.id for one in TOWN.villages
    }


def test_every_fact_is_well_formed(facts: list[dict[str, Any]]) -> None:
    for fact in facts:
        assert fact["specversion"] == "1.0"
        assert parse_instant(fact["time"])
        sent = VoidFact if fact["type"] == VoidFact.type else EVENTS[fact["type"], 1]
        sent.model_validate(fact["data"])
    assert len({fact["id"] for fact in facts}) == len(facts)


def test_credit_codes_are_valid_and_nothing_is_personal(facts: list[dict[str, Any]]) -> None:
    units = [fact["data"] for fact in facts if fact["type"] == "unit.registered"]
    codes = [unit["uscc"] for unit in units if "uscc" in unit]
    assert 100 < len(codes) < len(units)
    assert all(uscc.is_valid(code) for code in codes)
    assert not any(find_personal_data(str(value)) for fact in facts for value in fact["data"].values())


def test_found_items_are_of_the_campaign_s_checklists(facts: list[dict[str, Any]]) -> None:
    themes = read_campaign_file(CAMPAIGN).checklists
    codes = {code for theme in themes for code in theme.items}
    assert {fact["data"]["item"] for fact in facts if fact["type"] == "hazard.found"} <= codes


def test_some_facts_are_back_dated(facts: list[dict[str, Any]]) -> None:
    """In the order of sending, many times go back by days."""
    times = [parse_instant(fact["time"]) for fact in facts]
    back = [(before - after).days for before, after in pairwise(times)]
    assert sum(days >= 3 for days in back) > 100


def test_until_leaves_out_what_is_sent_later() -> None:
    until = datetime.fromisoformat("2024-12-20T12:00:00+08:00")
    some, everything = facts_of(Plan(3, 60, 400, until)), facts_of(Plan(3, 60, 400))
    assert 0 < len(some) < len(everything)
    assert all(parse_instant(fact["time"]) <= until for fact in some)
    assert some == everything[: len(some)]


def test_memory_is_bounded_also_for_one_enormous_unit() -> None:
    campaign = _Campaign(TOWN, Plan(1, 1, 14_000))
    told = 0
    for _ in campaign.sent():
        told += 1
        assert len(campaign.telling._sent) <= SHEET + 200
    assert told > SHEET
