"""Contacts in their table, each touch of them on record: who read, changed or erased what, when."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson

from services.notifications.contacts.contact import Contact, printed
from services.notifications.contacts.part import HolderKind, Part, part_of
from services.notifications.reminders.marks import plan_town_anew
from shared.event_log.connection import Connection, Pool
from shared.facts.account import Account
from shared.problems import Rejected

MOST = {
    HolderKind.LIST: 100, HolderKind.FILER: 5_000, HolderKind.OFFICIAL: 5_000, HolderKind.PERSON: 5_000
}  # fmt: skip
"""Of a town. Reminders are planned with all of these in memory; units are not reminded."""

_FIELDS = "kind, id, part, name, account, mobile, landline, email, wrong, changed, changed_by"
# These are put together from the constant above.
_LIST = f"""
select {_FIELDS} from contacts
where township = $1 and (kind, id, part) > ($2, $3, $4)
  and ($6::text[] is null or kind = 'filer' and id = any($6))
  and ($7 or kind <> 'list' or id <> 'operators')
order by kind, id, part limit $5
"""  # noqa: S608 - constants alone
_ONE = f"select {_FIELDS} from contacts where township = $1 and kind = $2 and id = $3 and part = $4"  # noqa: S608 - constants alone
_PUT = f"""
insert into contacts (township, kind, id, part, name, account, mobile, landline, email, changed, changed_by)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
on conflict (township, kind, id, part) do update
set name = excluded.name, account = excluded.account, mobile = excluded.mobile,
    landline = excluded.landline, email = excluded.email,
    wrong = contacts.wrong
      - case when contacts.mobile is distinct from excluded.mobile then 'mobile' else '' end
      - case when contacts.landline is distinct from excluded.landline then 'landline' else '' end
      - case when contacts.email is distinct from excluded.email then 'email' else '' end,
    changed = excluded.changed, changed_by = excluded.changed_by
returning {_FIELDS}
"""  # noqa: S608 - constants alone
_FULL = """
select count(*) >= $3 and not exists (
  select from contacts where township = $1 and kind = $2 and id = $4 and part = $5
) from contacts where township = $1 and kind = $2
"""
_ERASE = "delete from contacts where township = $1 and kind = $2 and id = $3 and part = $4 returning id"
_TELEPHONE = """
select c.kind, c.id, c.part, number
from contacts c
left join subjects o on c.kind = 'official' and o.stream = c.township || '/official/' || c.id
cross join lateral (select coalesce(c.name, o.view ->> 'name') = $3 as signed) by_name
cross join lateral (
  select coalesce(case when not c.wrong ? 'landline' then c.landline end,
                  case when not c.wrong ? 'mobile' then c.mobile end) as number
) rung
where c.township = $1 and number is not null
  and (c.kind = 'filer' and c.id = $2 or o.view ->> 'organisation' = $2 and by_name.signed)
order by by_name.signed is true desc, c.kind, array_position(array['reporter', 'stand_in', 'head'], c.part),
  c.id
limit 1
"""
_NOTE = """
insert into contact_access (township, kind, id, part, action, account, role, at)
values ($1, $2, $3, $4, $5, $6, $7, $8)
"""
_ACCESS = """
select number, kind, id, part, action, account, role, at from contact_access
where township = $1 and number < $2 order by number desc limit $3
"""


@dataclass(frozen=True, slots=True)
class Contacts:
    """One account's way to the contacts of its town; nothing is read or changed without a record of it."""

    pool: Pool
    account: Account
    now: datetime

    async def page(self, after: tuple[str, str, str], limit: int) -> list[dict[str, Any]]:
        """Those that the account may keep after this one, by kind, id and part."""
        role = self.account.role
        own = sorted(self.account.organisations) if role in ("reporter", "officer") else None
        async with self.pool.acquire() as connection, connection.transaction():
            await self.note(connection, "read", None)
            rows = await connection.fetch(
                _LIST, self.account.township, *after, limit, own, role == "operator"
            )
            return [_shown(row) for row in rows]

    async def one(self, part: Part) -> dict[str, Any] | None:
        async with self.pool.acquire() as connection, connection.transaction():
            await self.note(connection, "read", part)
            row = await connection.fetchrow(_ONE, *self._key(part))
            return None if row is None else _shown(row)

    async def put(self, part: Part, contact: Contact) -> dict[str, Any]:
        """Raises `too_many_contacts`. What is said of a wrong address goes with the address."""
        said = (contact.name, contact.account, contact.mobile, contact.landline, contact.email)
        async with self.pool.acquire() as connection, connection.transaction():
            await self._room_for(connection, part)
            await self.note(connection, "put", part)
            row = await connection.fetchrow(_PUT, *self._key(part), *said, self.now, self.account.name)
            await plan_town_anew(connection, self.account.township)
            return _shown(row)

    async def telephone(self, filer: str, signer: str | None) -> str | None:
        """For print: of the filer's people the signer's, where that is known, else its reporter's.

        A landline first: it is there to be rung, and paper is passed on.
        """
        async with self.pool.acquire() as connection, connection.transaction():
            row = await connection.fetchrow(_TELEPHONE, self.account.township, filer, signer)
            kind, holder, name = (HolderKind.FILER, filer, None) if row is None else row[:3]
            await self.note(connection, "read", part_of(HolderKind(kind), holder, name))
            return None if row is None else printed(row["number"])

    async def erase(self, part: Part) -> bool:
        """Gone for good; what stays is that somebody erased it."""
        async with self.pool.acquire() as connection, connection.transaction():
            await self.note(connection, "erase", part)
            erased = await connection.fetchval(_ERASE, *self._key(part)) is not None
            await plan_town_anew(connection, self.account.township)
            return erased

    async def accesses(self, before: int, limit: int) -> list[dict[str, Any]]:
        """Newest first."""
        async with self.pool.acquire() as connection:
            rows = await connection.fetch(_ACCESS, self.account.township, before, limit)
            return [dict(row) for row in rows]

    async def note(self, connection: Connection, action: str, part: Part | None) -> None:
        """On record, in the transaction that touches it; without a part, all that the account may see."""
        account = self.account
        what = (None, None, None) if part is None else (part.kind, part.holder, part.name)
        await connection.execute(_NOTE, account.township, *what, action, account.name, account.role, self.now)

    async def _room_for(self, connection: Connection, part: Part) -> None:
        most = MOST.get(part.kind)
        key = (self.account.township, part.kind, most, part.holder, part.name)
        if most is not None and await connection.fetchval(_FULL, *key):
            raise Rejected("too_many_contacts", kind=part.kind, most=str(most))

    def _key(self, part: Part) -> tuple[str, str, str, str]:
        return self.account.township, part.kind, part.holder, part.name


def _shown(row: Any) -> dict[str, Any]:
    return {**row, "wrong": orjson.loads(row["wrong"])}
