"""The service says of its shadow rebuild what is wrong: on its metrics, and to notifications."""

import time
from dataclasses import dataclass, field

from services.reporting.shadow.kept_lines import newest
from services.reporting.shadow.standing import Standing, standing
from shared.event_log.connection import Pool
from shared.json_types import JsonObject
from shared.metrics import SHADOW_DIFFERS, SHADOW_MADE, SHADOW_OVERDUE


@dataclass(frozen=True, slots=True)
class ShadowStanding:
    pool: Pool
    hours: float
    """0: it is switched off."""
    _since: float = field(default_factory=time.monotonic)

    async def look(self) -> Standing:
        async with self.pool.acquire() as connection:
            last = await newest(connection)
        running = time.monotonic() - self._since
        found = standing(last[0] if last else None, self.hours * 3600, time.time(), running)
        SHADOW_DIFFERS.set(found.differs is not None)
        SHADOW_OVERDUE.set(found.overdue)
        SHADOW_MADE.set(found.last_made or 0)
        return found

    async def told(self) -> JsonObject:
        return {"shadow": (await self.look()).told()}
