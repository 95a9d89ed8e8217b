"""A small town, and what is demanded in it for a hazard told as a chain of events."""

from typing import Any

from services.notifications.policy.policy import DEFAULT, read_policy
from services.notifications.rules.demand import Audience, Demand
from services.notifications.rules.of_hazard import hazard_demands
from services.notifications.rules.town import Town, View
from services.notifications.subjects.hazard import hazard_view
from services.notifications.subjects.kept import entry_of
from shared.instant import SHANGHAI
from tests.notifications.chain import TOWN as TOWNSHIP
from tests.notifications.chain import Chain

POLICY = read_policy(DEFAULT)
KINDS = {
    "v-1": "village", "d-1": "department", "d-2": "department", "g-1": "working_group",
    "q-1": "district_department", "q-2": "district_department", "safety-office": "safety_office",
}  # fmt: skip
ORGANISATIONS = {id_: {"id": id_, "name": f"名{id_}", "kind": kind} for id_, kind in KINDS.items()}
OFFICIALS = {"o-1": {"id": "o-1", "offices": ["副镇长"]}, "o-gone": {"id": "o-gone", "offices": []}}
TOWN = Town(TOWNSHIP, POLICY, organisations=ORGANISATIONS, officials=OFFICIALS)
UNIT = {"id": "u-1", "name": "店", "village": "v-1", "department": "d-1", "gone": False}
PLAN = {"responsible": "张三", "measures": "清理", "funds": "无", "contingency": "疏散"}


def found(**how: Any) -> Chain:
    chain = Chain("hazards")
    chain.found("h-1", 1, **how)
    return chain


def view_of(chain: Chain, hazard: str = "h-1") -> View:
    stream = f"{TOWNSHIP}/hazard/{hazard}"
    entries = [entry_of(event.envelope) for event in chain.events if event.envelope.stream == stream]
    return hazard_view(hazard, [entry for entry in entries if entry is not None])


def demanded(chain: Chain, town: Town = TOWN, unit: View | None = UNIT) -> list[Demand]:
    return list(hazard_demands(town, view_of(chain), unit))


def local(demand: Demand) -> str:
    """When it is due, as a clock of the town shows it."""
    return demand.due.astimezone(SHANGHAI).strftime("%m-%d %H:%M")


def whom(demand: Demand) -> list[str]:
    return [written(audience) for audience in demand.audience]


def written(audience: Audience) -> str:
    return f"{audience.seat} {audience.of}".strip()
