"""Brings a service's database to the tables its code expects; run by the owner before the service starts.

`services/<service>/migrations/` holds `versions/` and an `env.py` of two lines:

    from services.<service>.tables import METADATA
    from shared.migrations import migrate

    migrate(METADATA)
"""

import asyncio
import os
import sys
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

from alembic import command, context
from alembic.config import Config
from sqlalchemy import Connection, MetaData, text
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

MIGRATION_LOCK = 0x6D696772


async def upgrade(service: str, owner_dsn: str) -> None:
    """All outstanding migrations in one transaction; a second caller waits and finds nothing to do."""
    engine = create_async_engine(make_url(owner_dsn).set(drivername="postgresql+asyncpg"), poolclass=NullPool)
    try:
        async with engine.begin() as connection:
            await connection.execute(text(f"select pg_advisory_xact_lock({MIGRATION_LOCK})"))
            await connection.run_sync(lambda sync: command.upgrade(config_of(service, sync), "head"))
    finally:
        await engine.dispose()


def config_of(service: str, connection: Connection) -> Config:
    spec = find_spec(f"services.{service}")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(f"There is no service “{service}”.")
    config = Config()
    config.set_main_option("script_location", str(Path(spec.origin).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def migrate(metadata: MetaData) -> None:
    """What each `env.py` calls, on the connection that `upgrade` opened."""
    connection: Connection = context.config.attributes["connection"]
    context.configure(connection=connection, target_metadata=metadata, compare_server_default=False)
    with context.begin_transaction():
        context.run_migrations()


def owner_dsn(service: str) -> str:
    """Of the owner, who is `<service>_owner`; the password lies in the secrets folder."""
    password = (Path(os.environ["PAICHA_SECRETS_DIR"]) / "paicha_owner_password").read_text("utf-8").strip()
    host, port = os.environ["PAICHA_DATABASE_HOST"], os.environ.get("PAICHA_DATABASE_PORT", "5432")
    name = os.environ.get("PAICHA_DATABASE_NAME", service)
    return f"postgresql://{service}_owner:{quote(password, safe='')}@{host}:{port}/{name}"


if __name__ == "__main__":
    asyncio.run(upgrade(sys.argv[1], owner_dsn(sys.argv[1])))
