"""What the events say: every event 256 bytes of data, or what simulated people of a town write."""

import json
from functools import cache
from typing import Any

from deploy.simulator.campaign_file import read_town
from deploy.simulator.simulate import Plan, simulate

_SENTENCE = "灭火器过期未更换，疏散通道堆放杂物，已责令整改。"
_BYTES = 256
_ID = "hazard-1"
"""As long as ids of the benchmark are, one or two characters more or less."""
_HAZARDS = 600
_FOUND = ("by", "item", "severity", "description", "location")
"""Of a simulated hazard: all that needs nothing else to be known; its unit is the benchmark's."""

Payloads = dict[str, list[dict[str, Any]]]
"""For `found` and `changed`, each used in turn."""


@cache
def payloads(kind: str) -> Payloads:
    return {"256": _sized, "real": _simulated}[kind]()


def _sized() -> Payloads:
    found = {"unit_id": "u-1", "by": "v-1", "severity": "general", "description": ""}
    return {
        "found": [_filled(found, "description")],
        "changed": [_filled({"controls": ""}, "controls")],
    }


def _filled(data: dict[str, Any], field: str) -> dict[str, Any]:
    room = _BYTES - size({"hazard_id": _ID, **data})
    text = (_SENTENCE * _BYTES).encode()[:room].decode(errors="ignore")
    return data | {field: text + "." * (room - len(text.encode()))}


def size(data: dict[str, Any]) -> int:
    """Bytes as they are stored."""
    return len(json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode())


def _simulated() -> Payloads:
    facts = map(json.loads, simulate(read_town(), Plan(seed=1, units=_HAZARDS // 8, hazards=_HAZARDS)))
    told = [(fact["type"], fact["data"]) for fact in facts]
    found = [data for type_, data in told if type_ == "hazard.found"]
    changed = [data for type_, data in told if type_ == "hazard.controls_imposed"]
    return {
        "found": [
            {name: data[name] for name in _FOUND if name in data} | {"unit_id": "u-1", "by": "v-1"}
            for data in found
        ],
        "changed": [{"controls": data["controls"]} for data in changed],
    }
