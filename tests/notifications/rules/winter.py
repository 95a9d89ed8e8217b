"""The seed's campaign as rules see it, and what they demand, in short words."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml

from services.notifications.policy.policy import DEFAULT, read_policy
from services.notifications.rules.demand import Demand
from services.notifications.rules.reports import report_demands
from services.notifications.rules.town import Town, View
from shared.instant import SHANGHAI, parse_instant, write_instant

FILE = Path(__file__).parents[3] / "deploy/campaigns/dasheng-2024-winter.yaml"
WINTER, MINGYUE = "dasheng-2024-winter", "v-mingyue"
POLICY = read_policy(DEFAULT)
STATED = yaml.safe_load(FILE.read_text("utf-8"))


def winter(**changed: Any) -> View:
    return {
        "id": STATED["id"],
        "starts": utc(STATED["window"]["from"]),
        "ends": utc(STATED["window"]["until"]),
        "deadlines": [utc(each) for each in STATED["deadlines"]],
        "final_due": utc(STATED["final_due"]),
        "departments": [each["id"] for each in STATED["departments"]],
        "villages": [each["id"] for each in STATED["villages"]],
    } | changed


def town(
    places: dict[str, View] | None = None,
    consolidated: dict[str, list[str]] | None = None,
    campaign: View | None = None,
    **more: Any,
) -> Town:
    filing = {"places": places or {}, "consolidated": consolidated or {}}
    return Town(
        township="500112143",
        policy=POLICY,
        campaigns={WINTER: campaign or winter()},
        filings={WINTER: filing},
        organisations={MINGYUE: {"name": "明月村"}},
        **more,
    )


def place(state: str, since: str = "11-20 10:00", **more: Any) -> View:
    """`since` and `until`, `extended` as `01-14 18:00`."""
    until, extended = more.pop("until", None), more.pop("extended", None)
    return {
        "state": state, "since": at(since), "number": "n-1", "annex": "annex-4", "corrects": None,
        "keeps_time_until": until and at(until), "extended_until": extended and at(extended),
        "returned": None,
    } | more  # fmt: skip


def demanded(town: Town, period: str, filer: str = MINGYUE) -> list[Demand]:
    return sorted(report_demands(town, WINTER, period, filer), key=lambda demand: (demand.due, demand.rule))


def said(demands: Iterable[Demand]) -> list[str]:
    """`01-13 09:00 report_due_day_before reporter`"""
    return [
        f"{shown(demand.due)} {demand.rule} {'+'.join(each.seat for each in demand.audience)}"
        for demand in demands
    ]


def shown(moment: datetime | None) -> str:
    return "" if moment is None else moment.astimezone(SHANGHAI).strftime("%m-%d %H:%M")


def moment(short: str) -> datetime:
    """Of the winter: `12-14 18:00` lies in 2024, `01-14 18:00` in 2025."""
    year = 2024 if short > "10" else 2025
    return datetime.strptime(f"{year}-{short}", "%Y-%m-%d %H:%M").replace(tzinfo=SHANGHAI)


def at(short: str) -> str:
    return write_instant(moment(short))


def utc(written: str) -> str:
    return write_instant(parse_instant(written))
