"""How a service stands, as its own process sees it: asked part by part, each with patience of its own."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import TypeAlias

from shared.facts.account import Account
from shared.logging import get_logger
from shared.operations.row import NO_EFFECT, Fault, Rank, Row
from shared.operations.sampling import Measure, Sampling
from shared.operations.trend import Trend
from shared.operations.words import Words

_log = get_logger(__name__)

Look: TypeAlias = Callable[[Account], Awaitable[Sequence[Row]]]
"""Lines for the table, as that account may see them."""

PATIENCE_SECONDS = 5.0


class Standing:
    """What a service is asked about; its wiring adds to it. `run` samples what is behind."""

    def __init__(self, service: str) -> None:
        self.service = service
        self._looks: dict[str, Look] = {}
        self._sampling = Sampling()

    def add(self, name: str, look: Look, measures: Mapping[str, Measure] | None = None) -> None:
        self._looks[name] = look
        self._sampling.add(measures or {})

    def trend(self, name: str) -> Trend:
        return self._sampling.trend(name)

    async def run(self) -> None:
        """Until cancelled."""
        await self._sampling.run()

    async def look(self, account: Account) -> list[Row]:
        found = await asyncio.gather(*(self._ask(name, each, account) for name, each in self._looks.items()))
        return [row for rows in found for row in rows]

    async def _ask(self, name: str, look: Look, account: Account) -> Sequence[Row]:
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                return await look(account)
        except Exception as error:  # noqa: BLE001  # whatever it is, the other lines are shown
            _log.warning("standing_not_known", part=name, error=repr(error))
            return [_unknown(self.service, name)]


def _unknown(service: str, name: str) -> Row:
    fault = Fault(
        Rank.STOPPED,
        "not_known",
        Words("数据库或消息总线没有应答。", "The database or the bus does not answer."),
        NO_EFFECT,
        Words(
            f"{service}：“{name}”查不到现状，请查看该服务的日志。",
            f"{service}: how “{name}” stands is not known; look at the service's log.",
        ),
        command=f"less DATA/logs/{service}.log",
    )
    return Row(name, Words(name, name), Words("不明", "Not known"), fault=fault)
