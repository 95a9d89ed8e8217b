"""Facts written out by hand, as the table in the contracts has them; ids are new each time."""

from itertools import count
from secrets import token_hex
from typing import Any

_NUMBERS = count(1)
_RUN = token_hex(3)
VILLAGE, OTHER_VILLAGE = "v-mingyue", "v-donghe"
DEPARTMENT, OTHER_DEPARTMENT = "d-jingji", "d-chanye"
TIME = "2024-12-02T10:00:00+08:00"


def new_id(kind: str = "fact") -> str:
    return f"{kind}-{_RUN}-{next(_NUMBERS)}"


def fact(type_: str, data: dict[str, Any], **attributes: Any) -> dict[str, Any]:
    """A CloudEvent; an attribute given as None is left out."""
    event = {
        "specversion": "1.0",
        "id": new_id(),
        "source": "/contract",
        "type": type_,
        "time": TIME,
        "datacontenttype": "application/json",
        "data": data,
    } | attributes
    return {name: value for name, value in event.items() if value is not None}


def unit(unit_id: str, **more: Any) -> dict[str, Any]:
    named = {"unit_id": unit_id, "name": "明月小吃店", "kind": "small_venue", "village": VILLAGE}
    return fact("unit.registered", named | more, time="2024-01-01T00:00:00+08:00")


def found(hazard_id: str, unit_id: str, **more: Any) -> dict[str, Any]:
    named = {"hazard_id": hazard_id, "unit_id": unit_id, "by": VILLAGE, "severity": "general"}
    return fact("hazard.found", named | {"description": "灭火器过期"} | more)


def closed(hazard_id: str, **attributes: Any) -> dict[str, Any]:
    return fact("hazard.closed", {"hazard_id": hazard_id, "by": VILLAGE}, **attributes)


def changed(event: dict[str, Any], **data: Any) -> dict[str, Any]:
    """The same with other data; a field given as None is left out."""
    merged = {name: value for name, value in (event["data"] | data).items() if value is not None}
    return event | {"data": merged}
