"""电话催报名单: whom the safety office should ring, about what, by which number."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from services.notifications.call_list.statements import to_ring
from services.notifications.contacts.contact import printed
from services.notifications.contacts.contacts import Contacts
from services.notifications.contacts.part import HolderKind, Part
from services.notifications.outgoing.acting import Acting
from services.notifications.outgoing.reading import names_of
from services.notifications.outgoing.shown import shown
from services.notifications.planning.basis import load_basis
from services.notifications.recipients.loading import address_of
from services.notifications.recipients.resolving import TELEPHONE
from services.notifications.reminders.row import Reminder
from services.notifications.reminders.states import State
from services.notifications.sending import statements
from shared.event_log.connection import Connection


async def call_list(
    acting: Acting, after: tuple[datetime, str], limit: int, about: str = ""
) -> tuple[list[dict[str, Any]], Reminder | None]:
    """A page, and the row that the next one goes on after. Each number that is shown is on record as read.

    `about`: what their subjects begin with, `report/<campaign>/<period>/`."""
    async with acting.pool.acquire() as connection, connection.transaction():
        rows = await to_ring(connection, acting.township, after, acting.now, limit, about)
        owed = await _still_owed(acting, connection, rows)
        names = await names_of(connection, acting.township, (row.recipient for row in owed))
        numbers = {each: await _number(acting, connection, each) for each in {row.recipient for row in owed}}
    policy = acting.equipment.rulebook.policy
    listed = [{**shown(row, names, policy), "number": numbers[row.recipient]} for row in owed]
    return listed, rows[-1] if len(rows) == limit else None


async def _still_owed(acting: Acting, connection: Connection, rows: Sequence[Reminder]) -> list[Reminder]:
    """What is done since needs no call. A restored row whose facts are lost is judged by its key likewise."""
    basis = await load_basis(connection, acting.township, acting.equipment.rulebook)
    wanted = await basis.wanted(connection, list(dict.fromkeys(row.subject for row in rows)))
    still = {subject: {_told(each.key) for each in of.values()} for subject, of in wanted.items()}
    muted = await statements.muted(connection, acting.township, None, acting.now)
    rules = acting.equipment.rulebook.policy.rules
    return [
        row
        for row in rows
        if (
            row.id in wanted[row.subject]
            or (row.state is not State.PLANNED and _told(row) in still[row.subject])
        )
        and not muted.silences(rules[row.rule], row.subject, row.recipient, acting.now)
    ]


def _told(row: Any) -> tuple[str, datetime, str]:
    """By whatever channel: an address that was found wrong takes the demand to another one."""
    return row.rule, row.due, row.recipient


async def _number(acting: Acting, connection: Connection, reference: str) -> str | None:
    """None where there is none to ring: then somebody has to find one."""
    address = await address_of(connection, acting.township, reference, TELEPHONE)
    if address is None:
        return None
    kind, _, rest = reference.partition("/")
    holder, _, part = rest.rpartition("/")
    contacts = Contacts(acting.pool, acting.account, acting.now)
    await contacts.note(connection, "read", Part(HolderKind(kind), holder, part))
    return printed(address.to)
