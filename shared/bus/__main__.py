"""`python -m shared.bus`: looks after the streams where no embedded deployment does it, as in containers."""

import asyncio
import os
from contextlib import suppress
from pathlib import Path
from signal import SIGINT, SIGTERM

from shared.bus.tend import BusStaff, tend
from shared.bus.tended import note_in_order
from shared.bus.users import PROVISIONER, SYSTEM
from shared.logging import configure_logging, get_logger


async def main() -> None:
    secrets, log = Path(os.environ["PAICHA_SECRETS_DIR"]), get_logger(__name__)
    passwords = {
        user: (secrets / f"{user}_nats_password").read_text("utf-8").strip() for user in (PROVISIONER, SYSTEM)
    }
    staff = BusStaff(os.environ["PAICHA_NATS_URL"], passwords)
    tending = asyncio.create_task(tend(staff, lambda done: log.info("provisioned", done=done), note_in_order))
    for each in (SIGINT, SIGTERM):
        asyncio.get_running_loop().add_signal_handler(each, tending.cancel)
    with suppress(asyncio.CancelledError):
        await tending


if __name__ == "__main__":
    configure_logging("provision", "INFO")
    asyncio.run(main())
