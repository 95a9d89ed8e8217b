"""The benchmark's two commands as facts of ours."""

from datetime import UTC, datetime
from typing import Any

from services.hazards.commands import COMMANDS
from shared.facts.account import Account
from shared.facts.cloud_event import read_cloud_event
from shared.facts.fact import Fact
from shared.intake.judging.read_fact import read_fact

TOWNSHIP = "500112143"
ACCOUNT = Account("bench", TOWNSHIP, "safety_office", frozenset())


def found(name: str, data: dict[str, Any]) -> Fact:
    return _fact("hazard.found", f"found-{name}", {"hazard_id": name, **data})


def changed(name: str, nth: int, data: dict[str, Any]) -> Fact:
    return _fact("hazard.controls_imposed", f"changed-{name}-{nth}", {"hazard_id": name, **data})


def _fact(type_: str, id_: str, data: dict[str, Any]) -> Fact:
    event = {
        "specversion": "1.0", "source": "bench", "id": id_, "type": type_,
        "time": "2024-12-01T10:00:00+08:00", "data": data,
    }  # fmt: skip
    return read_fact(read_cloud_event(event), ACCOUNT, COMMANDS, datetime.now(UTC))
