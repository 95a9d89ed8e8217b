"""Contacts in their table, each touch of them on record: who read, changed or erased what, when."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.notifications.contacts.contact import Contact, HolderKind, printed
from shared.event_log.connection import Connection, Pool
from shared.facts.account import Account

_FIELDS = "kind, id, name, mobile, landline, email, changed, changed_by"
# Both are put together from the constant above.
_LIST = f"""
select {_FIELDS} from contacts where township = $1 and (kind, id) > ($2, $3) order by kind, id limit $4
"""  # noqa: S608
_ONE = f"select {_FIELDS} from contacts where township = $1 and kind = $2 and id = $3"  # noqa: S608
_PUT = """
insert into contacts (township, kind, id, name, mobile, landline, email, changed, changed_by)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
on conflict (township, kind, id) do update
set name = excluded.name, mobile = excluded.mobile, landline = excluded.landline, email = excluded.email,
    changed = excluded.changed, changed_by = excluded.changed_by
"""
_ERASE = "delete from contacts where township = $1 and kind = $2 and id = $3 returning id"
_TELEPHONE = """
select c.kind, c.id, coalesce(c.landline, c.mobile) as number
from contacts c
left join subjects o on c.kind = 'official' and o.stream = c.township || '/official/' || c.id
cross join lateral (select coalesce(c.name, o.view ->> 'name') = $3 as signed) by_name
where c.township = $1 and coalesce(c.landline, c.mobile) is not null
  and (c.kind = 'filer' and c.id = $2 or o.view ->> 'organisation' = $2 and by_name.signed)
order by by_name.signed is true desc, c.kind, c.id limit 1
"""
_NOTE = """
insert into contact_access (township, kind, id, action, account, role, at)
values ($1, $2, $3, $4, $5, $6, $7)
"""
_ACCESS = """
select number, kind, id, action, account, role, at from contact_access
where township = $1 and number < $2 order by number desc limit $3
"""


@dataclass(frozen=True, slots=True)
class Contacts:
    """One account's way to the contacts of its town; nothing is read or changed without a record of it."""

    pool: Pool
    account: Account
    now: datetime

    async def page(self, after: tuple[str, str], limit: int) -> list[dict[str, Any]]:
        """By kind and id, those after this one."""
        async with self.pool.acquire() as connection, connection.transaction():
            await self._note(connection, "read", None, None)
            rows = await connection.fetch(_LIST, self.account.township, *after, limit)
            return [dict(row) for row in rows]

    async def one(self, kind: HolderKind, holder: str) -> dict[str, Any] | None:
        async with self.pool.acquire() as connection, connection.transaction():
            await self._note(connection, "read", kind, holder)
            row = await connection.fetchrow(_ONE, self.account.township, kind, holder)
            return None if row is None else dict(row)

    async def put(self, kind: HolderKind, holder: str, contact: Contact) -> dict[str, Any]:
        ways = (contact.name, contact.mobile, contact.landline, contact.email)
        async with self.pool.acquire() as connection, connection.transaction():
            await self._note(connection, "put", kind, holder)
            await connection.execute(
                _PUT, self.account.township, kind, holder, *ways, self.now, self.account.name
            )
        changed = {"changed": self.now, "changed_by": self.account.name}
        return {"kind": kind, "id": holder, **contact.model_dump(), **changed}

    async def telephone(self, filer: str, signer: str | None) -> str | None:
        """For print: of the filer's people the signer's, where that is known, else the filer's own.

        A landline first: it is there to be rung, and paper is passed on.
        """
        async with self.pool.acquire() as connection, connection.transaction():
            row = await connection.fetchrow(_TELEPHONE, self.account.township, filer, signer)
            kind, holder = (HolderKind.FILER, filer) if row is None else (HolderKind(row["kind"]), row["id"])
            await self._note(connection, "read", kind, holder)
            return None if row is None else printed(row["number"])

    async def erase(self, kind: HolderKind, holder: str) -> bool:
        """Gone for good; what stays is that somebody erased it."""
        async with self.pool.acquire() as connection, connection.transaction():
            await self._note(connection, "erase", kind, holder)
            return await connection.fetchval(_ERASE, self.account.township, kind, holder) is not None

    async def accesses(self, before: int, limit: int) -> list[dict[str, Any]]:
        """Newest first."""
        async with self.pool.acquire() as connection:
            rows = await connection.fetch(_ACCESS, self.account.township, before, limit)
            return [dict(row) for row in rows]

    async def _note(
        self, connection: Connection, action: str, kind: HolderKind | None, holder: str | None
    ) -> None:
        account = self.account
        await connection.execute(
            _NOTE, account.township, kind, holder, action, account.name, account.role, self.now
        )
