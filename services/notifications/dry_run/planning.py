"""A dry run for any day, of what the database holds now. Nothing is written."""

import asyncio
from collections.abc import AsyncIterator
from datetime import date
from typing import Any

from services.notifications.dry_run.day import Going, going_on, may_concern
from services.notifications.outgoing.reading import names_of
from services.notifications.outgoing.scope import Scope
from services.notifications.outgoing.shown import written
from services.notifications.outgoing.words import about, named
from services.notifications.planning.basis import Basis, Rulebook, load_basis
from services.notifications.planning.expanding import whole_forms
from services.notifications.planning.wanted import Wanted
from services.notifications.sending import statements
from shared.event_log.connection import Connection
from shared.instant import BEGINNING_OF_TIME, SHANGHAI, write_instant

_AT_ONCE = 200
_OTHERS = """
select 'hazard/' || id as subject from subjects
where township = $1 and kind = 'hazard' and view ->> 'state' in ('open', 'claimed', 'closed')
union all select subject from troubles where township = $1
order by subject
"""
_STATES = "select id, state, reason from reminders where id = any($1::text[])"
_OVER = ("sent", "delivered", "failed", "uncertain", "cancelled")


async def plan_of(
    connection: Connection, township: str, rulebook: Rulebook, scope: Scope, day: date, after: str, limit: int
) -> tuple[list[dict[str, Any]], bool]:
    """A page in the order of moments, and whether there is more."""
    basis = await load_basis(connection, township, rulebook)
    wanted = [each async for each in _wanted(connection, basis) if may_concern(each, day)]
    states = {row["id"]: row for row in await connection.fetch(_STATES, [one.key.id for one in wanted])}
    open_ = [one for one in wanted if _due_on(one, day) or not _is_over(states.get(one.key.id))]
    muted = await statements.muted(connection, township, None, BEGINNING_OF_TIME)
    landed = await asyncio.to_thread(
        going_on, day, open_, basis.town.policy.etiquette, muted, basis.directory
    )
    going = [each for each in landed if scope.holds(each.wanted.key.rule, each.wanted.key.recipient)]
    begins = next((at for at, each in enumerate(going, 1) if each.wanted.key.id == after), 0)
    page = going[begins : begins + limit]
    names = await names_of(connection, township, (each.wanted.key.recipient for each in page))
    return [_shown(each, names, states) for each in page], begins + limit < len(going)


async def _wanted(connection: Connection, basis: Basis) -> AsyncIterator[Wanted]:
    """Of everything in the town, in portions: others are answered meanwhile."""
    others = [row["subject"] for row in await connection.fetch(_OTHERS, basis.town.township)]
    subjects = [*whole_forms(basis.town), *others]
    for first in range(0, len(subjects), _AT_ONCE):
        await asyncio.sleep(0)
        for of_subject in (await basis.wanted(connection, subjects[first : first + _AT_ONCE])).values():
            for each in of_subject.values():
                yield each


def _is_over(state: Any) -> bool:
    return state is not None and state["state"] in _OVER


def _due_on(wanted: Wanted, day: date) -> bool:
    return wanted.key.due.astimezone(SHANGHAI).date() == day


def _shown(going: Going, names: Any, states: Any) -> dict[str, Any]:
    wanted, key = going.wanted, going.wanted.key
    state = states.get(key.id)
    return {
        "id": key.id,
        "rule": key.rule,
        "title": wanted.rule.title,
        "rule_version": wanted.rule.version,
        "subject": key.subject,
        "about": about(key.subject, wanted.demand.facts),
        "recipient": key.recipient,
        "recipient_name": named(key.recipient, [names.get(key.recipient)]),
        "seats": list(wanted.seats),
        "channel": key.channel,
        "urgent": wanted.rule.urgent,
        "due": write_instant(key.due),
        "goes": written(going.goes),
        "moved": going.moved,
        "state": None if state is None else state["state"],
        "reason": None if state is None else state["reason"],
    }
