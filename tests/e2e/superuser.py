"""Somebody who owns the machine of a whole deployment, past every trigger."""

import asyncio
import json
from typing import Any

import asyncpg

from deploy.embedded.folder import DataFolder
from tests.e2e.deployment import Deployment


async def _execute(deployment: Deployment, database: str, statement: str, *arguments: object) -> list[Any]:
    """As a superuser, past every trigger."""
    folder = DataFolder(deployment.data)
    port = json.loads(folder.ports.read_text("utf-8"))["postgres"]
    password = folder.secret("owners", "postgres")
    connection = await asyncpg.connect(f"postgresql://postgres:{password}@127.0.0.1:{port}/{database}")
    try:
        await connection.execute("set session_replication_role = replica")
        return list(await connection.fetch(statement, *arguments))
    finally:
        await connection.close()


def execute(deployment: Deployment, database: str, statement: str, *arguments: object) -> list[Any]:
    return asyncio.run(_execute(deployment, database, statement, *arguments))
