"""The simulated facts, published as another system would, as far as they were sent by a moment."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from deploy.embedded.refusal import Refusal
from deploy.publishing.connection import publisher_access, signed_in
from deploy.publishing.line import read_lines
from deploy.publishing.outstanding import Outstanding
from deploy.publishing.session import Session, Stalled
from deploy.publishing.tally import Tally
from deploy.simulator.campaign_file import read_town
from deploy.simulator.simulate import Plan, simulated

_WAIT_SECONDS = 60.0
"""What one service knows reaches the other within moments."""


class Facts:
    """Those of one simulated campaign. What was published before is a duplicate."""

    def __init__(self, data: Path, plan: Plan) -> None:
        town = read_town()
        self._access, self._calendar = publisher_access(data), town.calendar
        self._sent = sorted(simulated(town, plan))
        self._next = 0

    def __len__(self) -> int:
        return len(self._sent)

    def pass_over(self, until: datetime) -> None:
        """They were published at an earlier start."""
        for _ in self._until(until):
            pass

    async def publish(self, until: datetime) -> int:
        """How many; returns when each has its receipt."""
        lines = list(read_lines(self._until(until)))
        if not lines:
            return 0
        async with signed_in(self._access) as bus:
            session = Session(bus, self._access.user, _say_nothing)
            try:
                tally = await session.run(lines, _WAIT_SECONDS)
            except Stalled:
                tally = session.tally
        if not tally.complete:
            raise Refusal(
                f"{len(lines) - tally.accepted - tally.duplicate} 条演示数据未被接受；重新启动将继续载入。",
                f"Facts of the demonstration were not taken: {tally.to_json()}. Starting again goes on.",
            )
        return len(lines)

    def _until(self, moment: datetime) -> Iterator[bytes]:
        last = self._calendar.moment(moment)
        while self._next < len(self._sent) and self._sent[self._next].moment <= last:
            yield self._sent[self._next].line
            self._next += 1


def _say_nothing(_tally: Tally, _outstanding: Outstanding) -> None:
    """A day's facts are published in a moment."""
