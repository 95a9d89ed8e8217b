"""How a template reads with real data: of what the rules demand about a subject, told to whom it would go."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from services.notifications.outgoing.acting import Acting
from services.notifications.outgoing.reading import names_of
from services.notifications.planning.basis import load_basis
from services.notifications.planning.wanted import Wanted
from services.notifications.rules.demand import Seat
from services.notifications.sms_templates.states import SIGN, only_if_known
from services.notifications.texts.composed import Reader, Said
from services.notifications.texts.preview import Preview, preview
from shared.instant import write_instant
from shared.problems import Rejected


async def previewed(acting: Acting, name: str, subject: str) -> dict[str, Any]:
    """Raises `not_found` where nothing that is demanded about the subject would be said by that template."""
    only_if_known(acting, name)
    async with acting.pool.acquire() as connection:
        basis = await load_basis(connection, acting.township, acting.equipment.rulebook)
        wanted = (await basis.wanted(connection, [subject]))[subject].values()
        names = await names_of(connection, acting.township, [each.key.recipient for each in wanted])
    for each in sorted(wanted, key=lambda one: _soonest(one, acting.now)):
        for read in _read(acting, each, names.get(each.key.recipient, "")):
            if name in (read.sms.template, SIGN):
                return _shown(each, read)
    raise Rejected("nothing_to_preview", template=name, subject=subject)


def _soonest(wanted: Wanted, now: datetime) -> tuple[bool, datetime, str]:
    return wanted.demand.due < now, wanted.demand.due, wanted.key.id


def _read(acting: Acting, wanted: Wanted, name: str) -> Iterator[Preview]:
    """For each seat that he is told for: to a filer itself it reads otherwise."""
    equipment, demand = acting.equipment, wanted.demand
    reader = Reader(name, "email", equipment.page)
    for seat in (each.value for each in Seat if each in wanted.seats):
        said = Said(demand.rule, demand.facts, demand.due, seat, recipient=wanted.key.recipient)
        yield preview([said], reader, equipment.rulebook.texts, equipment.sign_name)


def _shown(wanted: Wanted, read: Preview) -> dict[str, Any]:
    return {
        "rule": wanted.demand.rule,
        "recipient": wanted.key.recipient,
        "due": write_instant(wanted.demand.due),
        "sms": {
            "template": read.sms.template,
            "text": read.sms.text,
            "variables": dict(read.sms.variables),
            "characters": read.length.characters,
            "messages": read.length.messages,
        },
        "email": {"title": read.email.title, "text": read.email.text, "html": read.email.html},
    }
