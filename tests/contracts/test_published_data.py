"""What publishers may leave blank or send in another form, and that only the contract's names are known."""

from typing import Any

import pytest

from services.hazards.commands import COMMANDS as HAZARDS
from services.registry.commands import COMMANDS as REGISTRY
from shared.events.base import Event
from shared.events.catalogue import load_event
from shared.events.hazards import HazardPlanned, HazardSupervisionOrdered
from shared.intake.judging.read_fact import read_kept_fact
from shared.json_types import JsonObject
from tests.contracts.published_data import (
    CHECK,
    FOUND,
    OFFICE,
    ORDER,
    PENALTY,
    VISIT,
    VOIDING,
    message,
    read,
    refusal,
)

UNIT = {"unit_id": "u", "name": "小吃店", "kind": "small_venue", "village": "v"}
PLAN = {
    "hazard_id": "h", "responsible": "店主", "measures": "更换", "funds": "自筹", "deadline": "2024-12-31",
    "contingency": "撤离",
}  # fmt: skip
CASE = {"case_id": "c", "by": "d", "to": "x"}

OPTIONAL: list[tuple[str, JsonObject, str]] = [
    *(("unit.registered", UNIT, name) for name in ("department", "grade", "uscc", "address")),
    *(("unit.described", {"unit_id": "u"}, name) for name in ("name", "kind", "uscc", "address")),
    ("unit.closed_down", {"unit_id": "u"}, "reason"),
    ("unit.reopened", {"unit_id": "u"}, "reason"),
    ("inspection.completed", VISIT, "checklist"),
    *(("hazard.found", FOUND, name) for name in ("inspection_id", "item", "location")),
    ("hazard.rectification_claimed", ORDER, "remark"),
    ("hazard.closed", ORDER, "remark"),
    ("hazard.look_back_passed", ORDER, "remark"),
    ("hazard.look_back_failed", ORDER, "remark"),
    ("hazard.referral_answered", {"hazard_id": "h", "to": "x", "answer": "accepted"}, "remark"),
    *(("hazard.supervision_ordered", ORDER, name) for name in ("level", "leader")),
    *(("hazard.supervision_lifted", ORDER, name) for name in ("level", "leader")),
    ("penalty.imposed", PENALTY, "hazard_id"),
    ("case.referred", CASE, "unit_id"),
    ("self_check.recorded", CHECK, "remark"),
    ("fact.voided", VOIDING, "publisher"),
]


@pytest.mark.parametrize("blank", [None, "", "  ", "\n\u3000"])
@pytest.mark.parametrize(("type_", "data", "field"), OPTIONAL)
def test_an_optional_text_left_blank_is_absent(
    type_: str, data: JsonObject, field: str, blank: str | None
) -> None:
    assert read(type_, {**data, field: blank}).payload() == read(type_, data).payload()
    assert field not in read(type_, data).payload()


def test_every_optional_text_is_listed_here() -> None:
    """A field that is a text where it is given, and need not be; of a reassignment a blank says nothing."""
    found = {
        (event_type, name)
        for event_type, known in (REGISTRY | HAZARDS).items()
        for name, schema in known.event.model_json_schema()["properties"].items()
        if any(each.get("type") == "string" for each in schema.get("anyOf", ()))
    }
    campaign_files = ("official.registered", "campaign.opened")
    assert {
        each for each in found if each[0] not in (*campaign_files, "unit.reassigned", "hazard.planned")
    } == {(type_, field) for type_, _, field in OPTIONAL}


def test_a_finding_without_a_remark() -> None:
    finding = {"item": "2-1.7", "passed": False}
    said = read("inspection.completed", {**VISIT, "findings": [{**finding, "remark": " "}]})
    assert said.payload()["findings"] == [finding]


@pytest.mark.parametrize("blank", [None, "", "  "])
@pytest.mark.parametrize("field", ["description", "hazard_id"])
def test_a_required_text_stays_required(field: str, blank: str | None) -> None:
    refused = refusal("hazard.found", {**FOUND, field: blank})
    assert (refused.code, refused.details["field"]) == ("invalid_data", field)


@pytest.mark.parametrize("field", ["village", "department"])
def test_a_blank_in_a_reassignment_could_mean_either(field: str) -> None:
    assert refusal("unit.reassigned", {"unit_id": "u", field: ""}).code == "invalid_data"


def test_no_list_is_an_empty_list() -> None:
    without = {"with": None, "findings": None, "participants": None}
    assert read("inspection.completed", {**VISIT, **without}).payload() == VISIT
    required = {name: value for name, value in VISIT.items() if name != "participants"}
    assert refusal("inspection.completed", required).details["field"] == "participants"


def test_an_integer_may_be_a_phone_number_too() -> None:
    assert refusal("hazard.planned", {**PLAN, "funds": 13812345678}).code == "personal_data"


@pytest.mark.parametrize("funds", ["自筹 500 元", 500, 0, 2**53 - 1])
def test_funds_are_kept_as_they_were_sent(funds: str | int) -> None:
    event = read("hazard.planned", {**PLAN, "funds": funds})
    assert event.payload()["funds"] == funds
    assert type(event.payload()["funds"]) is type(funds)
    assert load_event("hazard.planned", 1, event.payload()) == event


@pytest.mark.parametrize("level", ["town", 2])
@pytest.mark.parametrize("type_", ["hazard.supervision_ordered", "hazard.supervision_lifted"])
def test_a_level_is_kept_as_it_was_sent(type_: str, level: str | int) -> None:
    event = read(type_, {**ORDER, "level": level})
    assert event.payload()["level"] == level
    assert load_event(type_, 1, event.payload()) == event


@pytest.mark.parametrize(
    ("event", "field", "forms"),
    [
        (HazardPlanned, "funds", {"string", "integer"}),
        (HazardSupervisionOrdered, "level", {"string", "integer", "null"}),
    ],
)
def test_the_schema_tells_both_forms(event: type[Event], field: str, forms: set[str]) -> None:
    assert {each["type"] for each in event.model_json_schema()["properties"][field]["anyOf"]} == forms


@pytest.mark.parametrize("other", [True, 1.5, 2**53, [1], {}, "", "联系 13812345678"])
def test_no_other_form_of_funds(other: Any) -> None:
    refused = refusal("hazard.planned", {**PLAN, "funds": other})
    assert refused.code == ("personal_data" if "138" in str(other) else "invalid_data")
    assert refused.details["field"] == "funds"


@pytest.mark.parametrize("other", [False, 1.5, 2**53, ["town"]])
def test_no_other_form_of_a_level(other: Any) -> None:
    assert refusal("hazard.supervision_ordered", {**ORDER, "level": other}).details["field"] == "level"


@pytest.mark.parametrize(
    ("type_", "data", "field"),
    [
        ("inspection.completed", {**VISIT, "with_": ["d-2"]}, "with_"),
        ("inspection.completed", {**VISIT, "with_": []}, "with_"),
        ("unit.reassigned", {"unit_id": "u", "without_department": True}, "without_department"),
        ("unit.reassigned", {"unit_id": "u", "without_department": False}, "without_department"),
        (
            "unit.reassigned",
            {"unit_id": "u", "department": None, "without_department": True},
            "without_department",
        ),
    ],
)
def test_names_that_are_not_the_contracts_are_unknown(type_: str, data: JsonObject, field: str) -> None:
    refused = refusal(type_, data)
    assert (refused.code, refused.details["field"]) == ("invalid_data", field)
    assert "没有这个字段" in refused.zh


def test_what_waited_is_read_again_as_it_was_kept() -> None:
    """A waiting fact is kept with the data that its event would hold."""
    event = read("unit.reassigned", {"unit_id": "u", "village": "v-2", "department": None})
    assert event.payload() == {"unit_id": "u", "village": "v-2", "without_department": True}
    assert read_kept_fact(message(event.type, event.payload()), OFFICE, REGISTRY).data == event
    visit = read("inspection.completed", {**VISIT, "with": ["d-2"]})
    assert read_kept_fact(message(visit.type, visit.payload()), OFFICE, HAZARDS).data == visit
