"""Whom no reminder would reach, for the safety office: empty parts, wrong addresses, landlines alone."""

from collections.abc import Iterable, Mapping
from typing import Any

import orjson

from services.notifications.contacts.contacts import Contacts
from services.notifications.contacts.part import FILER_PARTS, LISTS, SELF
from services.notifications.subjects.running import filers_of_running
from shared.instant import write_instant

_VIEWS = "select kind, id, view from subjects where township = $1 and kind = any($2::text[]) order by id"
_KEPT = """
select kind, id, part, mobile is not null or email is not null as written, wrong
from contacts where township = $1 and kind in ('filer', 'official', 'list') order by kind, id, part
"""
_KINDS = ["campaign", "organisation", "official", "working_group"]


async def missing_contacts(contacts: Contacts) -> dict[str, Any]:
    township = contacts.account.township
    async with contacts.pool.acquire() as connection, connection.transaction():
        await contacts.note(connection, "read", None)
        kept = await connection.fetch(_KEPT, township)
        views: dict[str, dict[str, Any]] = {kind: {} for kind in _KINDS}
        for row in await connection.fetch(_VIEWS, township, _KINDS):
            views[row["kind"]][row["id"]] = orjson.loads(row["view"])
    parts: dict[tuple[str, str], dict[str, Any]] = {}
    for row in kept:
        parts.setdefault((row["kind"], row["id"]), {})[row["part"]] = row
    now, organisations = write_instant(contacts.now), views["organisation"]
    filers = filers_of_running(views["campaign"].values(), now)
    return {
        "filers": _lacking("filer", {id_: organisations.get(id_, {}) for id_ in filers}, FILER_PARTS, parts),
        "officials": _lacking("official", _in_groups(views), (SELF,), parts),
        "lists": [name for name in LISTS if ("list", name) not in parts],
    }


def _in_groups(views: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Members and heads who hold an office now."""
    named = {one for group in views["working_group"].values() for one in (*group["members"], *group["heads"])}
    officials = views["official"]
    return {id_: view for id_, view in officials.items() if id_ in named and view["offices"]}


def _lacking(
    kind: str,
    holders: Mapping[str, Mapping[str, Any]],
    expected: Iterable[str],
    parts: Mapping[tuple[str, str], Mapping[str, Any]],
) -> list[dict[str, Any]]:
    """Those with something missing, by id."""
    found = []
    for id_, view in sorted(holders.items()):
        own = parts.get((kind, id_), {})
        lacks = {
            "empty": [part for part in expected if part not in own],
            "wrong": {part: wrong for part, row in own.items() if (wrong := orjson.loads(row["wrong"]))},
            "landline_only": [part for part, row in own.items() if not row["written"]],
        }
        if any(lacks.values()):
            found.append({"id": id_, "name": view.get("name", id_), **lacks})
    return found
