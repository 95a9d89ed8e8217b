"""`python -m services.reporting.shadow`: beside the service, with the rights of rebuilds alone."""

import asyncio

from services.reporting.shadow.perpetual import rebuild_for_ever
from services.reporting.shadow.priority import yield_to_all
from services.reporting.shadow.settings import load_shadow_settings
from shared.logging import configure_logging


async def shadow() -> None:
    settings = load_shadow_settings()
    if settings.shadow_hours == 0:
        await asyncio.Event().wait()  # switched off, and not to be started again and again
    await rebuild_for_ever(settings)


if __name__ == "__main__":
    yield_to_all()
    configure_logging("shadow", "INFO")
    asyncio.run(shadow())
