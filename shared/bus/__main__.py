"""`python -m shared.bus`: the provisioner's step where no embedded deployment does it, as in containers.

It knows no database: a damaged stream is left to `paicha audit heal`.
"""

import asyncio
import os
from pathlib import Path

from shared.bus.connect import connected
from shared.bus.permissions import PROVISIONER, SYSTEM
from shared.bus.provision import check_synced, provision
from shared.logging import configure_logging, get_logger


async def main() -> None:
    url, secrets = os.environ["PAICHA_NATS_URL"], Path(os.environ["PAICHA_SECRETS_DIR"])
    log = get_logger(__name__)
    passwords = {
        user: (secrets / f"{user}_nats_password").read_text("utf-8").strip() for user in (PROVISIONER, SYSTEM)
    }
    async with connected(url, SYSTEM, passwords[SYSTEM]) as system:
        await check_synced(system)
    async with connected(url, PROVISIONER, passwords[PROVISIONER]) as provisioner:
        for done in await provision(provisioner, {}):
            log.info("provisioned", done=done)


if __name__ == "__main__":
    configure_logging("provision", "INFO")
    asyncio.run(main())
