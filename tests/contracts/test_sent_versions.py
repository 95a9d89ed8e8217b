"""Publishers may send any version: the newest is recorded, and the fact is known by what was sent."""

from typing import Any

import pytest

from services.hazards.commands import COMMANDS as HAZARDS
from shared.events.catalogue import load_event
from shared.events.hazards import PenaltyImposed
from shared.events.older.penalty_imposed_1 import PenaltyImposed1
from shared.facts.cloud_event import read_cloud_event
from shared.facts.fact import Fact
from shared.intake.judging.read_fact import read_fact, read_kept_fact
from shared.problems import Rejected
from tests.contracts.published_data import NOW, OFFICE, PENALTY, PENALTY_2, refusal

SCHEMA = "urn:paicha:penalty.imposed:"


def sent(data: Any, **more: Any) -> dict[str, Any]:
    named = {"specversion": "1.0", "source": "/s", "id": "1", "type": "penalty.imposed"}
    return {**named, "time": "2024-12-01T08:00:00+08:00", "data": data, **more}


def taken(data: Any, **more: Any) -> Fact:
    return read_fact(read_cloud_event(sent(data, **more)), OFFICE, HAZARDS, NOW)


@pytest.mark.parametrize("schema", [{}, {"dataschema": f"{SCHEMA}1"}, {"dataschema": "https://x.example/y"}])
def test_without_a_version_it_is_the_first(schema: dict[str, str]) -> None:
    fact = taken(PENALTY, **schema)
    assert isinstance(fact.data, PenaltyImposed)
    assert fact.data.payload() == PENALTY_2
    assert isinstance(fact.as_sent, PenaltyImposed1)


def test_the_newest_is_recorded_as_it_is_sent() -> None:
    parts = [{"kind": "fine", "fine_fen": 7}, {"kind": "other", "named": "警告"}]
    fact = taken({**PENALTY_2, "parts": parts}, dataschema=f"{SCHEMA}2")
    assert fact.data.payload()["parts"] == parts
    assert fact.as_sent is fact.data


def test_a_fact_is_the_same_whatever_version_is_newest() -> None:
    """The digest that the release before wrote into the log: sent again it is a duplicate, no conflict."""
    assert taken(PENALTY).digest == "1726919885ebdde44040ca6b863248f2d85b1d4b404d32d907895c8837a78f46"


def test_what_waited_since_an_earlier_release_is_the_same_fact() -> None:
    kept = read_kept_fact(read_cloud_event(sent(PENALTY)), OFFICE, HAZARDS)
    assert (kept.data, kept.digest) == (taken(PENALTY).data, taken(PENALTY).digest)


@pytest.mark.parametrize(
    ("schema", "code"),
    [
        (f"{SCHEMA}3", "invalid_data"),
        (f"{SCHEMA}0", "not_cloudevent"),
        (f"{SCHEMA}2x", "not_cloudevent"),
        ("urn:paicha:hazard.found:1", "not_cloudevent"),
    ],
)
def test_a_version_that_is_none_is_refused(schema: str, code: str) -> None:
    with pytest.raises(Rejected) as refused:
        taken(PENALTY, dataschema=schema)
    assert refused.value.code == code
    assert "dataschema" in refused.value.message


def test_one_version_is_not_taken_for_the_other() -> None:
    for data, schema in ((PENALTY_2, f"{SCHEMA}1"), (PENALTY, f"{SCHEMA}2")):
        with pytest.raises(Rejected) as refused:
            taken(data, dataschema=schema)
        assert refused.value.code == "invalid_data"


def test_a_fine_needs_the_kind_fine() -> None:
    why = refusal("penalty.imposed", {**PENALTY, "kinds": ["stop_work"]})
    assert (why.code, why.details["field"]) == ("invalid_data", "fine_fen")
    assert "kinds 未含 fine" in why.zh
    assert taken({**PENALTY, "kinds": ["stop_work"], "fine_fen": 0})
    assert load_event("penalty.imposed", 1, {**PENALTY, "kinds": ["stop_work"]})


@pytest.mark.parametrize("part", [{"kind": "fine"}, {"kind": "stop_work", "fine_fen": 0}])
def test_each_fine_has_a_sum_and_nothing_else_has(part: dict[str, Any]) -> None:
    with pytest.raises(Rejected) as refused:
        taken({**PENALTY_2, "parts": [part]}, dataschema=f"{SCHEMA}2")
    assert (refused.value.code, refused.value.details["field"]) == ("invalid_data", "parts.0")
