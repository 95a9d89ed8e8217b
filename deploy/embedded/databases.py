"""The databases of the four services: roles, passwords, tables; and what their logs hold."""

import asyncpg

from deploy.embedded.folder import DataFolder
from deploy.provision.databases import REBUILD_ROLES, SECOND_ROLES, Role, ServiceDatabase, ensure_database
from deploy.servers.ports import LOOPBACK
from deploy.servers.postgres import Postgres
from shared.bus.provision import KnownLog
from shared.bus.users import OWN_LOG, SERVICES
from shared.migrations import upgrade


async def provision_databases(folder: DataFolder, postgres: Postgres) -> None:
    admin = await asyncpg.connect(postgres.dsn())
    try:
        for name in SERVICES:
            owner = Role(f"{name}_owner", folder.secret("owners", name))
            service = Role(name, folder.secret(name, "paicha_database_password"))
            second, rebuild = _second_role(folder, name), _rebuild_role(folder, name)
            await ensure_database(admin, ServiceDatabase(name, owner, service, second, rebuild))
    finally:
        await admin.close()
    for name in SERVICES:
        await upgrade(name, _owner_dsn(folder, postgres, name))


def _second_role(folder: DataFolder, service: str) -> Role | None:
    second = SECOND_ROLES.get(service)
    return None if second is None else Role(second.name, folder.secret(service, second.secret))


def _rebuild_role(folder: DataFolder, service: str) -> Role | None:
    name = REBUILD_ROLES.get(service)
    return None if name is None else Role(name, folder.secret("rebuild", "paicha_database_password"))


async def known_logs(folder: DataFolder, postgres: Postgres) -> dict[str, KnownLog]:
    """What the streams are compared with before the services start."""
    logs: dict[str, KnownLog] = {}
    for service, log in OWN_LOG.items():
        connection = await asyncpg.connect(_owner_dsn(folder, postgres, service))
        try:
            if await connection.fetchval("select to_regclass('log_head')") is None:
                continue
            row = await connection.fetchrow("select log_id, position from log_head where log = $1", log)
        finally:
            await connection.close()
        if row is not None:
            logs[log] = KnownLog(row["log_id"], row["position"])
    return logs


def _owner_dsn(folder: DataFolder, postgres: Postgres, service: str) -> str:
    password = folder.secret("owners", service)
    return f"postgresql://{service}_owner:{password}@{LOOPBACK}:{postgres.port}/{service}"
