"""Who may record what about a unit: its village and its department at that moment own it."""

from services.registry.unit import unit_event
from shared.aggregates.history import History
from shared.aggregates.rights import Asked, Holders, Relation, Rights
from shared.events.base import Event
from shared.events.registry import UnitReassigned, UnitRegistered

_PLACING = frozenset({UnitRegistered, UnitReassigned})


def _owns(unit: History, asked: Asked) -> Holders:
    """Before its registration, whom the registration names: they are told that it is too early."""
    first = unit.introduction
    if first is None:
        return Holders()
    village, department = None, None
    for entry in unit.as_of(max(asked.occurred, first.occurred), only=_PLACING):
        match unit_event(entry.data):
            case UnitRegistered() as placed:
                village, department = placed.village, placed.department
            case UnitReassigned() as placed:
                village = placed.village or village
                department = None if placed.without_department else placed.department or department
            case _:
                pass
    return Holders(frozenset(each for each in (village, department) if each is not None))


def _named(unit: History, asked: Asked) -> Holders:
    new = unit.introduction is None and isinstance(asked.data, UnitRegistered)
    return Holders(frozenset(_places(asked.data)) if new else frozenset())


def _registered(unit: History, _: Asked) -> Holders:
    first = unit.introduction
    return Holders(frozenset() if first is None else frozenset({first.actor_organisation}))


def _places(data: Event) -> tuple[str, ...]:
    """The village and the department that a registration or a reassignment names."""
    if not isinstance(data, UnitRegistered | UnitReassigned):
        return ()
    return tuple(each for each in (data.village, data.department) if each is not None)


NAMED = Relation("named", "登记中写明的村居或科室", "the village or department that it names", _named)
OWNS = Relation("owns", "当时的属地村居、主管科室", "its village and its department at that moment", _owns)
REGISTERED = Relation("registered", "登记该单位的村居或科室", "the owner that registered it", _registered)

UNIT_RIGHTS = Rights(
    {
        "unit.registered": (NAMED, REGISTERED),
        "unit.described": (OWNS,),
        "unit.graded": (OWNS,),
        "unit.reassigned": (OWNS,),
        "unit.closed_down": (OWNS,),
        "unit.reopened": (OWNS,),
        "unit.merged": (REGISTERED,),
        "unit.voided": (REGISTERED,),
    },
    gives=_places,
    owners=(OWNS,),
)
