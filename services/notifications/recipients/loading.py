"""Contacts for planning and sending, in the caller's transaction: digests, and an address at the last moment.

That an address was used is not noted in `contact_access`: the reminder and the chained record of sending say
so already, with the moment.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime

import orjson

from services.notifications.recipients.directory import Directory, Ways
from services.notifications.reminders.marks import plan_town_anew
from shared.event_log.connection import Connection
from shared.instant import write_instant

MOST_CONTACTS, MOST_ON_DUTY = 20_000, 8_000
"""More than may be entered, and years of rosters, the latest."""

_RUNG = """
case when landline is not null and not wrong ? 'landline' then 'landline'
     when mobile is not null and not wrong ? 'mobile' then 'mobile'
     when landline is not null then 'landline' when mobile is not null then 'mobile' end
"""
"""Which number people ring: one that is not known to be wrong, as far as there is one."""
# These are put together from the constant above.
_WAYS = f"""
with known as (
  select *, {_RUNG} as rung from contacts
  where township = $1 and kind <> 'unit' order by kind, id, part limit $3
)
select kind, id, part, digest.* from known cross join lateral (select
  encode(sha256(convert_to($2 || case when not wrong ? 'mobile' then mobile end, 'UTF8')), 'hex') as sms,
  encode(sha256(convert_to($2 || case when not wrong ? 'email' then lower(email) end, 'UTF8')), 'hex')
    as email,
  encode(sha256(convert_to($2 || case rung when 'landline' then landline when 'mobile' then mobile end,
                           'UTF8')), 'hex') as telephone
) digest
"""  # noqa: S608 - constants alone
_ROSTER = """
select day, kind, id from duty_roster where township = $1 order by day desc, duty desc, kind, id limit $2
"""
_KEY = "c.township = $1 and c.kind = $2 and c.id = $3 and c.part = $4"
_FIELD = f"case $5 when 'sms' then 'mobile' when 'telephone' then {_RUNG} else $5 end"
_ADDRESS = f"""
select coalesce(c.name, s.view ->> 'name', '') as name,
       case field when 'mobile' then mobile when 'landline' then landline when 'email' then email end as to
from contacts c
cross join lateral (select {_FIELD} as field) used
left join subjects s on s.stream = c.township || case c.kind
  when 'filer' then '/organisation/' when 'official' then '/official/' end || c.id
where {_KEY} and ($5 = 'telephone' or not wrong ? field)
  and ($6::timestamptz is null or c.changed <= $6)
"""  # noqa: S608 - constants alone
_SHARING = f"""
select other.kind || '/' || other.id || '/' || other.part as reference
from contacts c cross join lateral (select {_FIELD} as field) used
join contacts other on other.township = c.township and other.kind <> 'unit' and not other.wrong ? field
  and case field when 'mobile' then other.mobile = c.mobile
                 when 'email' then lower(other.email) = lower(c.email) end
where {_KEY} and not c.wrong ? field order by 1 limit 100
"""  # noqa: S608 - constants alone
_FLAG = f"""
update contacts c set wrong = wrong || jsonb_build_object({_FIELD}, $6::jsonb)
where {_KEY} and not wrong ? {_FIELD}
  and case {_FIELD} when 'mobile' then mobile when 'landline' then landline else email end is not null
  and ($7::timestamptz is null or changed <= $7)
returning id
"""  # noqa: S608 - constants alone
_ACCOUNTS = """
select kind || '/' || id || '/' || part as reference from contacts
where township = $1 and account = $2 order by kind, id, part limit 100
"""


@dataclass(frozen=True, slots=True)
class Address:
    name: str
    """Of the person, else of the organisation or office-holder as the registry knows it; may be empty."""
    to: str


async def load_directory(connection: Connection, township: str) -> Directory:
    """The digests' key is drawn anew each time and forgotten: they compare addresses and identify nobody."""
    key = secrets.token_hex(32)
    ways: dict[str, Ways] = {}
    lists: dict[str, list[str]] = {}
    for row in await connection.fetch(_WAYS, township, key, MOST_CONTACTS):
        reference = f"{row['kind']}/{row['id']}/{row['part']}"
        ways[reference] = Ways(row["sms"], row["email"], row["telephone"])
        if row["kind"] == "list":
            lists.setdefault(row["id"], []).append(reference)
    roster: dict[str, list[str]] = {}
    for row in await connection.fetch(_ROSTER, township, MOST_ON_DUTY):
        roster.setdefault(row["day"].isoformat(), []).append(f"{row['kind']}/{row['id']}/self")
    return Directory(ways, roster, lists)


async def address_of(
    connection: Connection, township: str, reference: str, channel: str, *, used: datetime | None = None
) -> Address | None:
    """None where there is none by this channel any more, or it is known to be wrong.

    `used`: that it was sent to then; None where the contact was changed since, and it may be another.
    """
    row = await connection.fetchrow(_ADDRESS, township, *_key(reference), channel, used)
    return None if row is None or row["to"] is None else Address(row["name"], row["to"])


async def same_person(connection: Connection, township: str, reference: str, channel: str) -> list[str]:
    """Whose contacts this channel reaches at the same address: his own, and whatever else he stands for."""
    rows = await connection.fetch(_SHARING, township, *_key(reference), channel)
    return sorted({reference, *(row["reference"] for row in rows)})


async def flag_wrong(
    connection: Connection,
    township: str,
    reference: str,
    channel: str,
    why: str,
    now: datetime,
    *,
    used: datetime | None = None,
) -> bool:
    """That what this channel sends to does not reach him; False where nothing was flagged.

    `used` is when it was sent to: a contact changed since may have another address, which may be right.
    """
    said = orjson.dumps({"since": write_instant(now), "why": why[:200]}).decode()
    key = (township, *_key(reference))
    flagged = await connection.fetchval(_FLAG, *key, channel, said, used) is not None
    if flagged:
        await plan_town_anew(connection, township)
    return flagged


async def references_of(connection: Connection, township: str, account: str) -> list[str]:
    """Whose contacts name this account as theirs."""
    return [row["reference"] for row in await connection.fetch(_ACCOUNTS, township, account)]


def _key(reference: str) -> tuple[str, str, str]:
    kind, _, rest = reference.partition("/")
    holder, _, part = rest.rpartition("/")
    return kind, holder, part
