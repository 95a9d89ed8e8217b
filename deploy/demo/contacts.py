"""The made-up contacts and the duty roster of a demonstration: what is sent to them reaches its inbox alone.

Addresses end in `.invalid`, which no mail server has. China keeps no numbers free for stories, so the numbers
are those that North America does: 555-0100 to 555-0199 are nobody's.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import cycle

from deploy.demo.asking import Api
from deploy.embedded.issuer.seats import Seat
from services.registry.campaign_file import CampaignFile
from shared.facts.account import Role
from shared.instant import SHANGHAI
from shared.json_types import JsonObject

_NUMBERS = tuple(f"+1202555{number:04}" for number in range(100, 200))
_ON_DUTY = ("duty-1", "duty-2", "duty-3")
_DAYS_AT_ONCE = 62
_MAILED_EACH = 8
_DAYS_AFTER = 31
"""Reminders of what is late go on after the last deadline."""


@dataclass(frozen=True, slots=True)
class Entered:
    reference: str
    """`filer/v-mingyue/reporter`."""
    contact: JsonObject


async def enter(api: Api, campaign: CampaignFile, seats: Sequence[Seat]) -> None:
    """Before anything happens. Nobody but an operator keeps the list of the operators."""
    for entered in contacts(campaign, seats):
        await api.put("operator", f"/notifications/contacts/{entered.reference}", entered.contact)
    for month in months(campaign):
        await api.put("safety_office", "/notifications/duty-roster", month)


def contacts(campaign: CampaignFile, seats: Sequence[Seat]) -> list[Entered]:
    """Of each filer, each official, who is on duty and both lists. Those who stand in have e-mail alone, and
    some who file: their mails have a link for 收到."""
    sitting = {(seat.role, seat.organisation): seat for seat in seats if seat.township == campaign.township}
    numbers = iter(_NUMBERS)
    found = []
    for nth, (filer, role) in enumerate(_filers(campaign), 1):
        seat = sitting[role, filer]
        number = next(numbers)
        found += [
            _written(f"filer/{filer}/reporter", seat.name, None if _by_mail(nth) else number, seat.login),
            _written(f"filer/{filer}/head", f"演示负责人{nth:02}", next(numbers)),
            _written(f"filer/{filer}/stand_in", f"演示替岗{nth:02}"),
        ]
    found += [_written(f"official/{each.id}/self", None, next(numbers)) for each in campaign.officials]
    found += [_written(f"person/{id_}/self", f"演示值班{id_[-1]}", next(numbers)) for id_ in _ON_DUTY]
    for name, seat in _lists(sitting.values()):
        found.append(_written(f"list/{name}/self", seat.name, next(numbers), seat.login))
    return found


def _by_mail(nth: int) -> bool:
    return nth % _MAILED_EACH == 2  # noqa: PLR2004 - the second village is the first of them


def months(campaign: CampaignFile) -> Iterator[list[JsonObject]]:
    """The roster in uploads: each day another leader and another officer."""
    day = campaign.window.starts.astimezone(SHANGHAI).date()
    last = _end(campaign).astimezone(SHANGHAI).date() + timedelta(days=_DAYS_AFTER)
    leaders, officers = cycle(each.id for each in campaign.officials if each.leader), cycle(_ON_DUTY)
    lines: list[JsonObject] = []
    while day <= last:
        leader = {"duty": "leader", "kind": "official", "id": next(leaders)}
        officer = {"duty": "officer", "kind": "person", "id": next(officers)}
        lines.append({"day": day.isoformat(), "on_duty": [leader, officer]})
        day += timedelta(days=1)
    for first in range(0, len(lines), _DAYS_AT_ONCE):
        yield lines[first : first + _DAYS_AT_ONCE]


def _end(campaign: CampaignFile) -> datetime:
    return max(campaign.window.ends, campaign.final_due or campaign.window.ends)


def _filers(campaign: CampaignFile) -> Iterator[tuple[str, Role]]:
    for village in campaign.villages:
        yield village.id, "reporter"
    for department in campaign.departments:
        yield department.id, "officer"


def _lists(seats: Iterable[Seat]) -> Iterator[tuple[str, Seat]]:
    names = {"safety_office": "safety-office", "operator": "operators"}
    return ((names[seat.role], seat) for seat in seats if seat.role in names)


def _written(
    reference: str, name: str | None, mobile: str | None = None, account: str | None = None
) -> Entered:
    """Without a name where the registry has it."""
    kind, holder, part = reference.split("/")
    at = f"{holder}.{part}" if kind == "filer" else holder
    told: dict[str, str | None] = {
        "name": name, "mobile": mobile, "email": f"{at}@example.invalid", "account": account
    }  # fmt: skip
    return Entered(reference, {key: value for key, value in told.items() if value is not None})
