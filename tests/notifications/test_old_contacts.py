"""Contacts that were entered when a holder had one: none is lost, each is the first of its list."""

import asyncpg

from shared.migrations import upgrade
from tests.support.databases import fresh_database
from tests.support.revisions import upgraded_to

_BEFORE = """
insert into contacts (township, kind, id, name, mobile, changed, changed_by)
select town, kind, 'x-1', town || kind, '+8613800138000', now(), 'someone'
from unnest(array['t-1', 't-2']) town, unnest(array['filer', 'official', 'unit']) kind
"""
_TOUCHED = """
insert into contact_access (township, kind, id, action, account, role, at)
values ('t-1', 'unit', 'x-1', 'put', 'someone', 'operator', now())
"""


async def test_a_holders_contact_becomes_the_first_of_its_list(postgres: str) -> None:
    async with fresh_database(postgres, "notifications") as database:
        await upgraded_to(database, "0004")
        owner = await asyncpg.connect(database.owner_dsn)
        await owner.execute(_BEFORE)
        await owner.execute(_TOUCHED)
        await upgrade("notifications", database.owner_dsn)
        kept = await owner.fetch("select township, kind, part, name, wrong from contacts order by 1, 2")
        noted = await owner.fetch("select action, part from contact_access")
        await owner.close()
    assert [tuple(row) for row in kept] == [
        (town, kind, part, town + kind, "{}")
        for town in ("t-1", "t-2")
        for kind, part in (("filer", "reporter"), ("official", "self"), ("unit", "self"))
    ]
    assert [tuple(row) for row in noted] == [("put", None)]
