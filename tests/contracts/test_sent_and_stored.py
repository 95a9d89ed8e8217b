"""What is refused when it is sent and read all the same when a log holds it; and what refusals repeat."""

from typing import Any

import pytest
from pydantic import ValidationError

from services.hazards.commands import COMMANDS as HAZARDS
from shared.events.catalogue import EVENTS, load_event
from shared.events.hazards import InspectionCompleted, PenaltyImposed
from shared.events.judged import SENT, STORED, found_wrong
from shared.events.lists import AtMost
from shared.facts.account import Account
from shared.facts.cloud_event import read_cloud_event
from shared.facts.fact import Fact
from shared.intake.judging.read_fact import read_fact
from shared.json_types import JsonObject
from shared.problems import Rejected
from tests.contracts.published_data import (
    CHECK,
    FOUND,
    NOW,
    ORDER,
    PENALTY,
    PENALTY_2,
    VISIT,
    VOIDING,
    refusal,
)

OFFICE = Account("office", "500112143", "safety_office", frozenset())
PHONE, IDENTITY = "13812345678", "11010519491231002X"
IDS: list[tuple[str, JsonObject, str]] = [
    *(("hazard.found", FOUND, name) for name in ("hazard_id", "unit_id", "by", "inspection_id", "item")),
    *(("inspection.completed", VISIT, name) for name in ("inspection_id", "checklist")),
    *(("hazard.supervision_ordered", ORDER, name) for name in ("level", "leader")),
    ("penalty.imposed", PENALTY, "decision_no"),
    ("self_check.recorded", CHECK, "item"),
    *(("fact.voided", VOIDING, name) for name in ("source", "id", "publisher")),
]
UNFIT = [f"x\u202e{PHONE}", "h\u200b1", "h\x9b1", "h\ufe0f", "\u3164", "h\u3000 1"]


def message(**changed: Any) -> JsonObject:
    data = {"hazard_id": "h", "by": "d"}
    sent: JsonObject = {
        "specversion": "1.0", "source": "/s", "id": "1", "type": "hazard.closed",
        "time": "2024-12-01T08:00:00+08:00", "data": data,
    }  # fmt: skip
    return sent | changed


def taken(sent: JsonObject) -> Fact:
    return read_fact(read_cloud_event(sent), OFFICE, HAZARDS, NOW)


def refused(sent: JsonObject) -> Rejected:
    with pytest.raises(Rejected) as why:
        taken(sent)
    return why.value


@pytest.mark.parametrize(
    "number", [PHONE, f"/x/{PHONE}", IDENTITY, "一三八一二三四五六七八", "１３８12345678"]
)
@pytest.mark.parametrize(("type_", "data", "field"), IDS)
def test_no_id_is_a_number_of_a_person(type_: str, data: JsonObject, field: str, number: str) -> None:
    why = refusal(type_, {**data, field: number})
    assert (why.code, why.details["field"]) == ("personal_data", field)
    assert number not in why.message


@pytest.mark.parametrize("unfit", UNFIT, ids=ascii)
@pytest.mark.parametrize(("type_", "data", "field"), IDS)
def test_no_id_holds_what_is_not_seen(type_: str, data: JsonObject, field: str, unfit: str) -> None:
    why = refusal(type_, {**data, field: unfit})
    assert (why.code, why.details["field"]) == ("invalid_data", field)
    assert "看不见" in why.zh
    assert "seen" in why.en


@pytest.mark.parametrize("name", ["source", "id", "type", "correlationid"])
def test_nor_do_the_names_around_the_data(name: str) -> None:
    why = refused(message(**{name: f"/x/{PHONE}"}))
    assert (why.code, why.details["field"]) == ("personal_data", name)
    for unfit in (*UNFIT, " x", "x ", ""):
        assert refused(message(**{name: unfit})).code == "not_cloudevent"
    assert refused(message(**{name: unfit})).message.isprintable()


def test_a_uuid_is_an_id_everywhere() -> None:
    uuid = "13812345-6789-4123-8567-138123456789"
    fact = taken(
        message(source=f"urn:uuid:{uuid}", id=uuid, correlationid=uuid, data={"hazard_id": uuid, "by": "d"})
    )
    assert (fact.key.id, fact.correlation) == (uuid, uuid)


@pytest.mark.parametrize(
    "unfit", ["\x1b]0;x\x07", "a\x9bb", "a\rb", "金额\u202e0001", "\u2066x\u2069", "\x0b甲"]
)
def test_free_text_is_what_it_shows(unfit: str) -> None:
    why = refusal("hazard.found", {**FOUND, "description": unfit})
    assert (why.code, why.details["field"]) == ("invalid_data", "description")
    assert "控制字符" in why.zh


@pytest.mark.parametrize("text", ["第一行\r\n第二行\n第三行\t完", "　首行缩进", "👨‍👩‍👧 合影"])
def test_free_text_keeps_its_lines(text: str) -> None:
    assert taken(message(data={"hazard_id": "h", "by": "d", "remark": text})).data.payload()["remark"] == text


@pytest.mark.parametrize("odd", [PHONE, "h\u200b1", "h\ufe0f"])
def test_what_a_log_holds_is_read_all_the_same(odd: str) -> None:
    found = load_event("hazard.found", 1, FOUND | {"hazard_id": odd, "description": f"\x1b[1m\u202e{PHONE}"})
    assert found.payload()["hazard_id"] == odd


LISTS: list[tuple[str, JsonObject, str, Any, int]] = [
    ("inspection.completed", VISIT, "participants", "o-1", 100),
    ("inspection.completed", VISIT, "with", "d-2", 30),
    ("inspection.completed", VISIT, "findings", {"item": "1", "passed": True}, 200),
    ("penalty.imposed", PENALTY, "kinds", "fine", 10),
    ("penalty.imposed", PENALTY_2, "parts", {"kind": "fine", "fine_fen": 1}, 10),
]


@pytest.mark.parametrize(("type_", "data", "field", "item", "limit"), LISTS)
def test_a_list_has_a_limit_that_is_said_and_published(
    type_: str, data: JsonObject, field: str, item: Any, limit: int
) -> None:
    full = {**data, field: [item] * limit}
    version = 2 if data is PENALTY_2 else 1
    schema = f"urn:paicha:{type_}:{version}"
    sent = taken(message(type=type_, data=full, dataschema=schema)).as_sent
    assert sent.payload()[field] == full[field]
    why = refused(message(type=type_, data={**data, field: [item] * (limit + 1)}, dataschema=schema))
    assert (why.code, why.details["field"]) == ("invalid_data", field)
    assert f"最多 {limit} 项" in why.zh
    assert f"at most {limit} items" in why.en
    longer = EVENTS[type_, version].model_validate({**data, field: [item] * (limit + 1)}, context=STORED)
    assert len(longer.payload()[field]) == limit + 1
    assert EVENTS[type_, version].model_json_schema()["properties"][field]["maxItems"] == limit


def test_every_list_of_every_event_has_a_limit() -> None:
    unlimited = [
        (event.type, name)
        for event in EVENTS.values()
        for name, field in event.model_fields.items()
        if any(of in str(field.annotation) for of in ("list[", "dict["))
        and not any(isinstance(each, AtMost) for each in field.metadata)
    ]
    assert unlimited == []


def test_too_long_a_list_is_refused_before_its_items_are_looked_at() -> None:
    with pytest.raises(ValidationError) as error:
        InspectionCompleted.model_validate({**VISIT, "participants": [7] * 10_000}, context=SENT)
    assert [each["type"] for each in found_wrong(error.value)] == ["too_many_items"]
    with pytest.raises(ValidationError) as error:
        PenaltyImposed.model_validate({**PENALTY_2, "parts": []}, context=SENT)
    assert [each["type"] for each in found_wrong(error.value)] == ["too_short"]


ECHOES = {
    "an unknown type": message(type=f"电话{PHONE}"),
    "a long type": message(type="张三患病" * 40),
    "an unknown field": message(data={"hazard_id": "h", "by": "d", f"电话{PHONE}": 1}),
    "a time": message(time=f"{PHONE}"),
    "a value of a choice": message(type="hazard.found", data=FOUND | {"severity": PHONE}),
    "a day": message(type="hazard.planned", data={"hazard_id": "h", "deadline": IDENTITY}),
    "a text as a number": message(data={"hazard_id": [PHONE], "by": "d"}),
}


@pytest.mark.parametrize("sent", ECHOES.values(), ids=ECHOES)
def test_a_refusal_repeats_no_number_and_no_text(sent: JsonObject) -> None:
    why = refused(sent)
    assert PHONE not in why.message
    assert IDENTITY not in why.message
    assert "患病" not in why.message


def test_a_refusal_repeats_a_misspelt_name() -> None:
    assert "hazard.foundd" in refused(message(type="hazard.foundd")).message
    assert "unitid" in refused(message(data={"hazard_id": "h", "by": "d", "unitid": "u"})).message
