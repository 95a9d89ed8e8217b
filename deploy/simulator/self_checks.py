"""附件1 as simulated filers fill it in: each item in the first phase, unfinished ones again later."""

from random import Random

from deploy.simulator.moments import DAY, later, working_hour
from deploy.simulator.telling import Telling
from deploy.simulator.town import Town
from shared.json_types import JsonObject

_STATUS = {"done": 60, "partly": 30, "not_done": 10}
_MISTAKEN = 0.02


def tell_self_checks(telling: Telling, town: Town, chance: Random) -> None:
    for filer in (*town.villages, *town.departments):
        for item in town.self_check_items:
            _tell_item(telling, {"filer": filer.id, "item": item}, chance)


def _tell_item(telling: Telling, one: JsonObject, chance: Random) -> None:
    moment = working_hour(chance, 1, 15)
    status = chance.choices(list(_STATUS), list(_STATUS.values()))[0]
    remark: JsonObject = {} if status == "done" else {"remark": "正在完善，下阶段补齐"}
    noted = telling.tell("self_check.recorded", moment, one | {"status": status} | remark)
    if status != "done":
        moment = later(chance, moment, 15, 60)
        telling.tell("self_check.recorded", moment, one | {"status": "done"})
    elif chance.random() < _MISTAKEN:
        telling.take_back(noted, moment + DAY, "落实情况录入错误，撤回")
        telling.tell("self_check.recorded", moment + DAY + 600, one | {"status": "partly"})
