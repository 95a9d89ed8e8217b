"""Facts as publishers send them, and what they are refused with."""

from datetime import UTC, datetime

import pytest

from services.hazards.commands import COMMANDS as HAZARDS
from services.registry.commands import COMMANDS as REGISTRY
from shared.events.base import Event
from shared.facts.account import Account
from shared.facts.cloud_event import CloudEvent
from shared.intake.judging.read_fact import read_fact
from shared.json_types import JsonObject
from shared.problems import Rejected

OFFICE = Account("office", "500112143", "safety_office", frozenset())


NOW = datetime(2024, 12, 2, tzinfo=UTC)


FOUND = {"hazard_id": "h", "unit_id": "u", "by": "v", "severity": "general", "description": "过期"}


ORDER = {"hazard_id": "h", "by": "d"}


VISIT = {"inspection_id": "i", "unit_id": "u", "by": "d", "participants": []}


PENALTY = {
    "penalty_id": "p", "unit_id": "u", "by": "d", "kinds": ["fine"], "fine_fen": 1, "decision_no": "1",
}  # fmt: skip


PENALTY_2 = {
    "penalty_id": "p", "unit_id": "u", "by": "d", "parts": [{"kind": "fine", "fine_fen": 1}],
    "decision_no": "1",
}  # fmt: skip


CHECK = {"filer": "v", "item": "1.1.1", "status": "done"}


VOIDING = {"source": "/s", "id": "1", "reason": "误录"}


def read(type_: str, data: JsonObject) -> Event:
    return read_fact(message(type_, data), OFFICE, REGISTRY if type_ in REGISTRY else HAZARDS, NOW).data


def message(type_: str, data: JsonObject, version: int = 1) -> CloudEvent:
    return CloudEvent("/s", "1", type_, "2024-12-01T08:00:00+08:00", data, None, version)


def refusal(type_: str, data: JsonObject) -> Rejected:
    with pytest.raises(Rejected) as refused:
        read(type_, data)
    return refused.value
