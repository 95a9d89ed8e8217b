"""Sessions of people in browsers, in the registry's database: whoever ends one ends it for all services."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import msgspec

from services.registry.signing_in.secret import hash_of
from shared.event_log.connection import Connection, Pool
from shared.facts.account import Account, Person, Role

ORDINARY = timedelta(hours=12)
STAYING = timedelta(days=30)
MOST_OF_AN_ACCOUNT = 20
"""Browsers; the oldest session makes room."""

_ADD = """
insert into sessions
    (secret_hash, account, township, identity, authenticated, began, ends, renewed, refresh_token)
values ($1, $2, $3, $4, $5, $6, $7, $6, $8)
"""
_OVER = """
delete from sessions where ends <= $2 or secret_hash in (
    select secret_hash from sessions where account = $1 order by began desc offset $3
)
"""
_FIND = """
select identity, authenticated, ends, renewed, refresh_token from sessions
where secret_hash = $1 and ends > $2 for update
"""
_RENEW = """
update sessions set identity = $2, authenticated = $3, renewed = $4, refresh_token = $5 where secret_hash = $1
"""
_END = "delete from sessions where secret_hash = $1"
_END_ALL = "delete from sessions where account = (select account from sessions where secret_hash = $1)"


class _Identity(msgspec.Struct, frozen=True):
    """The account as it is kept."""

    name: str
    township: str
    role: Role
    organisations: list[str]
    person: str | None
    office: str
    head: bool


@dataclass(frozen=True, slots=True)
class Session:
    account: Account
    authenticated: int
    ends: datetime
    renewed: datetime
    """When the provider was asked last."""
    refresh_token: bytes | None
    """Locked."""


async def add_session(pool: Pool, secret: str, session: Session) -> None:
    account = session.account
    async with pool.acquire() as connection, connection.transaction():
        await connection.execute(
            _ADD, hash_of(secret), account.name, account.township, _kept(account), session.authenticated,
            session.renewed, session.ends, session.refresh_token,
        )  # fmt: skip
        await connection.execute(_OVER, account.name, datetime.now(UTC), MOST_OF_AN_ACCOUNT)


async def find_session(connection: Connection, secret: str) -> Session | None:
    """Held until the transaction ends: two tabs that renew at once ask the provider one after the other."""
    row = await connection.fetchrow(_FIND, hash_of(secret), datetime.now(UTC))
    if row is None:
        return None
    account = _account(row["identity"])
    return Session(account, row["authenticated"], row["ends"], row["renewed"], row["refresh_token"])


async def renew_session(connection: Connection, secret: str, session: Session) -> None:
    await connection.execute(
        _RENEW, hash_of(secret), _kept(session.account), session.authenticated, session.renewed,
        session.refresh_token,
    )  # fmt: skip


async def drop_session(connection: Connection, secret: str, *, everywhere: bool = False) -> None:
    """`everywhere`: all of the account's."""
    await connection.execute(_END_ALL if everywhere else _END, hash_of(secret))


def _kept(account: Account) -> str:
    person = account.person
    identity = _Identity(
        account.name, account.township, account.role, sorted(account.organisations),
        None if person is None else person.name, "" if person is None else person.office, account.head,
    )  # fmt: skip
    return msgspec.json.encode(identity).decode()


def _account(kept: str) -> Account:
    read = msgspec.json.decode(kept, type=_Identity)
    person = None if read.person is None else Person(read.person, read.office)
    return Account(
        read.name, read.township, read.role, frozenset(read.organisations), person=person, head=read.head
    )
