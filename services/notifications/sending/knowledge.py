"""How far this process knows its logs: nothing but the urgent leaves before each was read to its head."""

from collections.abc import Mapping
from datetime import datetime

from shared.follower.follower import Follower
from shared.follower.lag import Following
from shared.follower.watermark import final_until
from shared.follower.watermarks import Watermarks
from shared.instant import moment_at
from shared.read_model.checkpointed import Checkpointed

REPORTING = "reporting"


class Knowledge:
    def __init__(
        self, followers: Mapping[str, Follower], watched: Checkpointed, watermarks: Watermarks
    ) -> None:
        self._followers, self._watched, self._watermarks = followers, watched, watermarks
        self._reached: set[str] = set()

    async def look(self) -> tuple[bool, datetime]:
        """Whether every log was read to its head since it was last begun; until when reporting is known."""
        folded = await self._watched.folded()
        for log, follower in self._followers.items():
            if follower.lag.state is not Following.FOLLOWING:
                self._reached.discard(log)
            elif self._watermarks.at(log, folded.checkpoint(log)) is not None:
                self._reached.add(log)
        applied = folded.checkpoint(REPORTING)
        closed = final_until(applied, self._watermarks.at(REPORTING, applied))
        whole = folded.behind is None and self._reached == set(self._followers)
        return whole, moment_at(closed)
