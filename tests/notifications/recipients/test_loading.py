"""What planning and sending read of contacts, on a real Postgres with two towns of the same ids."""

from collections.abc import AsyncIterator
from datetime import date
from typing import Any

import asyncpg
import pytest

from services.notifications.recipients.directory import Ways
from services.notifications.recipients.loading import (
    Address,
    address_of,
    flag_wrong,
    load_directory,
    references_of,
)
from shared.event_log.connection import Connection
from tests.notifications.chain import TOWN, day
from tests.support.databases import TestDatabase

ELSEWHERE = "500112999"
REPORTER = "filer/v-1/reporter"


@pytest.fixture
async def connection(own: TestDatabase) -> AsyncIterator[Connection]:
    connection = await asyncpg.connect(own.dsn)
    yield connection
    await connection.close()


async def enter(connection: Connection, reference: str, township: str = TOWN, **said: Any) -> None:
    kind, id_, part = reference.split("/")
    columns = {"township": township, "kind": kind, "id": id_, "part": part, **said}
    columns |= {"changed": day(1), "changed_by": "someone"}
    places = ", ".join(f"${number}" for number in range(1, len(columns) + 1))
    await connection.execute(
        f"insert into contacts ({', '.join(columns)}) values ({places})",
        *columns.values(),
    )


async def on_duty(connection: Connection, on: date, kind: str, id_: str) -> None:
    await connection.execute(
        "insert into duty_roster values ($1, $2, 'officer', $3, $4, $5, 'someone')",
        TOWN, on, kind, id_, day(1),
    )  # fmt: skip


async def marked(database: TestDatabase) -> list[str]:
    """The towns to be planned anew, taken as whoever plans does."""
    planner = await asyncpg.connect(database.owner_dsn)
    found = await planner.fetch("delete from to_plan returning township")
    await planner.close()
    return [row["township"] for row in found]


async def test_a_directory_tells_channels_and_no_address(connection: Connection) -> None:
    await enter(connection, REPORTER, mobile="+8613800138000", email="A@b.cn")
    await enter(connection, "filer/v-1/head", landline="+862367589240")
    await enter(connection, "list/safety-office/li", mobile="+8613800138000", email="a@B.cn")
    await enter(connection, "unit/u-1/self", mobile="+8613700137000")
    await enter(connection, REPORTER, ELSEWHERE, email="a@b.cn")
    await on_duty(connection, date(2024, 12, 14), "person", "p-1")
    known = await load_directory(connection, TOWN)
    assert set(known.ways) == {REPORTER, "filer/v-1/head", "list/safety-office/li"}
    assert known.ways[REPORTER] == known.ways["list/safety-office/li"]
    head = known.ways["filer/v-1/head"]
    assert head == Ways(telephone=head.telephone)
    assert head.telephone is not None
    assert "138" not in str(known.ways[REPORTER].sms)[:3]
    assert "@" not in str(known)
    assert known.lists == {"safety-office": ["list/safety-office/li"]}
    assert known.roster == {"2024-12-14": ["person/p-1/self"]}
    other = await load_directory(connection, ELSEWHERE)
    assert other.ways[REPORTER].sms is None
    assert other.roster == {}
    again = (await load_directory(connection, TOWN)).ways[REPORTER]
    assert again.sms != known.ways[REPORTER].sms, "of no use but to compare"


async def test_an_address_at_the_last_moment(connection: Connection) -> None:
    await enter(connection, REPORTER, name="王芳", mobile="+8613800138000", landline="+862367589240")
    await enter(connection, REPORTER, ELSEWHERE, email="a@b.cn")
    await connection.execute(
        "insert into subjects values ($1, $2, 'organisation', 'v-1', '[]', '{\"name\": \"明月村\"}')",
        f"{ELSEWHERE}/organisation/v-1", ELSEWHERE,
    )  # fmt: skip
    assert await address_of(connection, TOWN, REPORTER, "sms") == Address("王芳", "+8613800138000")
    assert await address_of(connection, TOWN, REPORTER, "telephone") == Address("王芳", "+862367589240")
    assert await address_of(connection, TOWN, REPORTER, "email") is None
    assert await address_of(connection, ELSEWHERE, REPORTER, "email") == Address("明月村", "a@b.cn")
    assert await address_of(connection, TOWN, "filer/v-1/head", "sms") is None


async def test_a_wrong_number_is_flagged_once_and_only_there(
    own: TestDatabase, connection: Connection
) -> None:
    await enter(connection, REPORTER, mobile="+8613800138000")
    await enter(connection, REPORTER, ELSEWHERE, mobile="+8613800138000")
    for why, flagged in (("停机", True), ("再次", False)):
        assert await flag_wrong(connection, TOWN, REPORTER, "sms", why, day(3)) is flagged
        assert await marked(own) == [TOWN] * flagged
    assert not await flag_wrong(connection, TOWN, REPORTER, "email", "there is none", day(3))
    ways = (await load_directory(connection, TOWN)).ways[REPORTER]
    assert (ways.sms, ways.telephone is None) == (None, False)
    assert await address_of(connection, TOWN, REPORTER, "sms") is None
    assert await address_of(connection, TOWN, REPORTER, "telephone") == Address("", "+8613800138000")
    assert (await load_directory(connection, ELSEWHERE)).ways[REPORTER].sms is not None
    kept = await connection.fetchval("select wrong from contacts where township = $1", TOWN)
    assert kept == '{"mobile": {"why": "停机", "since": "2024-12-03T00:00:00.000000Z"}}'


async def test_what_was_sent_before_a_change_says_nothing_of_the_new_number(connection: Connection) -> None:
    await enter(connection, REPORTER, mobile="+8613800138000")
    assert not await flag_wrong(
        connection, TOWN, REPORTER, "sms", "停机", day(3), used=day(1).replace(year=2023)
    )
    assert await flag_wrong(connection, TOWN, REPORTER, "sms", "停机", day(3), used=day(2))


async def test_a_landline_that_does_not_answer_leaves_the_mobile_to_ring(connection: Connection) -> None:
    await enter(connection, REPORTER, mobile="+8613800138000", landline="+862367589240")
    assert await flag_wrong(connection, TOWN, REPORTER, "telephone", "空号", day(3))
    assert await address_of(connection, TOWN, REPORTER, "telephone") == Address("", "+8613800138000")
    assert await address_of(connection, TOWN, REPORTER, "sms") is not None


async def test_whose_contacts_an_account_has(connection: Connection) -> None:
    await enter(connection, REPORTER, mobile="+8613800138000", account="wang@v-1")
    await enter(connection, "official/o-1/self", email="a@b.cn", account="wang@v-1")
    await enter(connection, "filer/v-1/head", ELSEWHERE, email="a@b.cn", account="wang@v-1")
    assert await references_of(connection, TOWN, "wang@v-1") == [REPORTER, "official/o-1/self"]
    assert await references_of(connection, TOWN, "li@v-1") == []
