"""The roles of a service's database: the owner creates tables, the service only sees what it is granted."""

import asyncpg
import pytest

from tests.support.databases import TestDatabase


async def test_owner_creates_tables_and_service_does_not(database: TestDatabase) -> None:
    owner = await asyncpg.connect(database.owner_dsn)
    service = await asyncpg.connect(database.dsn)
    try:
        await owner.execute("create table t (a int); grant insert, select on t to hazards")
        await service.execute("insert into t values (1)")
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await service.execute("create table other (a int)")
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await service.execute("delete from t")
    finally:
        await owner.close()
        await service.close()


async def test_another_service_may_not_connect(database: TestDatabase, postgres: str) -> None:
    admin = await asyncpg.connect(postgres)
    try:
        await admin.execute("create role stranger login password 'x'")
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await asyncpg.connect(database.dsn, user="stranger", password="x")
    finally:
        await admin.execute("drop role if exists stranger")
        await admin.close()
