"""Reading the town out of a campaign file."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml

from deploy.simulator.moments import Calendar
from deploy.simulator.town import Group, Organisation, Town

CAMPAIGN = Path(__file__).parents[1] / "campaigns" / "dasheng-2024-winter.yaml"
_SELF_CHECK = "1."


def read_town(path: Path = CAMPAIGN) -> Town:
    campaign: Mapping[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    window = campaign["window"]
    return Town(
        villages=_organisations(campaign["villages"]),
        departments=_organisations(campaign["departments"]),
        district_departments=_organisations(campaign["district_departments"]),
        groups=tuple(_group(one) for one in campaign["working_groups"]),
        officials=tuple(one["id"] for one in campaign["officials"]),
        self_check_items=tuple(
            code
            for theme in campaign["checklists"]
            for code in theme["items"]
            if code.startswith(_SELF_CHECK)
        ),
        supervision_levels=tuple(campaign["supervision_levels"]),
        calendar=Calendar(datetime.fromisoformat(window["from"]), datetime.fromisoformat(window["until"])),
    )


def _organisations(entries: list[Mapping[str, str]]) -> tuple[Organisation, ...]:
    return tuple(Organisation(one["id"], one["name"]) for one in entries)


def _group(entry: Mapping[str, Any]) -> Group:
    return Group(
        id=entry["id"],
        officials=(*entry["heads"], *entry["members"]),
        villages=frozenset(entry["villages"]),
        departments=frozenset(entry["departments"]),
    )
