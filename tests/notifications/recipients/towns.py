"""A small town for tests of recipients: two filers in one group, one in none."""

from typing import Any

from services.notifications.policy.policy import DEFAULT, Policy, Rule, read_policy
from services.notifications.recipients.directory import Directory, Ways
from services.notifications.rules.demand import Audience, Demand, Seat
from services.notifications.rules.town import Town
from tests.notifications.chain import TOWN, day

POLICY: Policy = read_policy(DEFAULT)
SMS_FIRST: Rule = POLICY.rules["report_due_3_days"]
BY_ALL: Rule = POLICY.rules["major_found"]
MAIL_FIRST: Rule = POLICY.rules["publisher_silent"]


def town(**offices: list[str]) -> Town:
    """Offices by official: `o_member=["副镇长"]`; of the group's member and its two heads."""
    held: dict[str, list[str]] = {
        "o_member": ["副镇长"],
        "o_head": ["党委书记"],
        "o_mayor": ["镇长"],
    } | offices
    group: dict[str, Any] = {
        "id": "g-1", "heads": ["o_head", "o_mayor"], "members": ["o_member"], "departments": ["d-1"],
        "villages": ["v-1"],
    }  # fmt: skip
    officials = {one: {"id": one, "offices": sorted(named)} for one, named in held.items()}
    return Town(TOWN, POLICY, officials=officials, groups={"g-1": group})


def directory(roster: dict[str, list[str]] | None = None, **ways: Ways) -> Directory:
    """`filer__v_1__reporter=Ways(…)` for `filer/v-1/reporter`; ids of officials keep their underscore."""
    named = {reference_of(name): way for name, way in ways.items()}
    lists: dict[str, list[str]] = {}
    for reference in sorted(named):
        if reference.startswith("list/"):
            lists.setdefault(reference.split("/")[1], []).append(reference)
    return Directory(named, roster or {}, lists)


def reference_of(name: str) -> str:
    kind, holder, part = name.split("__")
    return f"{kind}/{holder if kind == 'official' else holder.replace('_', '-')}/{part}"


def demand(*audience: tuple[Seat, str]) -> Demand:
    return Demand(
        "report_due_3_days", "report/c-1/1/v-1", day(1), tuple(Audience(seat, of) for seat, of in audience)
    )
