"""A service as the process it really is, on a log that is not the one that was sealed."""

import asyncio
import json
import os
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

from shared.sealing.refused import EXIT_CODE
from tests.e2e.deployment import PATIENCE
from tests.sealing.logs import sealed_log
from tests.support.buses import TestBus
from tests.support.databases import TestDatabase
from tests.support.issuer import ISSUER, Issuer
from tests.support.servers import PASSWORD

ROOT = Path(__file__).parents[2]


async def test_it_ends_with_a_code_of_its_own_and_says_why(
    service_database: Callable[[str], Awaitable[TestDatabase]], bus: TestBus, tmp_path: Path
) -> None:
    database = await service_database("hazards")
    async with sealed_log(database, tmp_path) as log:
        await log.append(20)
        await log.seal()
        await log.cut(10)
        settings = {
            "DATABASE_HOST": database.host, "DATABASE_PORT": database.port, "DATABASE_NAME": database.name,
            "DATABASE_USER": "hazards", "DATABASE_PASSWORD": PASSWORD, "NATS_URL": bus.url,
            "NATS_USER": "hazards", "NATS_PASSWORD": bus.password, "LISTEN_PORT": 0, "ISSUER": ISSUER,
            "JWKS": Issuer(tmp_path).path, "SEALS_DIR": log.folder.path, "SIGNING_KEYS_FILE": log.keys_file,
        }  # fmt: skip
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "services.hazards"),
            cwd=ROOT,
            env=os.environ | {f"PAICHA_{name}": str(value) for name, value in settings.items()},
            stdout=asyncio.subprocess.PIPE,
        )
        output, _ = await asyncio.wait_for(process.communicate(), PATIENCE)
    assert process.returncode == EXIT_CODE
    said = [json.loads(line) for line in output.splitlines()]
    (refusal,) = [line for line in said if line["event"] == "log_refused"]
    assert refusal["code"] == "log_shorter"
    assert "paicha audit restored --service hazards" in refusal["zh"]
    assert "Application startup failed" in str(said)
