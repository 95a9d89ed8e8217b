"""Where reports are signed and reviewed: from what was asked to what is recorded, each under its own key."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from pydantic import BaseModel

from services.reporting.filing.state import Filing
from services.reporting.own_log.recording import Recorder, Told
from services.reporting.own_log.streams import Streams
from services.reporting.submissions.filings import filing_stream
from shared.canonical import canonical, digest
from shared.clock import Clock
from shared.event_log.connection import Connection, Pool
from shared.events.base import Event
from shared.events.envelope import Envelope
from shared.facts.account import Account
from shared.facts.fact import FactKey
from shared.instant import microseconds
from shared.json_types import JsonObject
from shared.logging import current_correlation


@dataclass(frozen=True, slots=True)
class Asked:
    """One call: who, what, under which key, and when the whole of it had arrived."""

    account: Account
    campaign: str
    act: str
    """Of which submission, or of none."""
    body: BaseModel
    key: str
    arrived: datetime

    @property
    def now(self) -> int:
        return microseconds(self.arrived)

    def told(self, after: int = 0) -> Told:
        content: JsonObject = {"act": self.act, "body": self.body.model_dump(mode="json")}
        return Told(
            account=self.account,
            township=self.account.township,
            stream=filing_stream(self.account.township, self.campaign),
            key=FactKey(self.account.name, f"/reporting/{self.account.township}/{self.campaign}", self.key),
            digest=digest(canonical(content)),
            occurred=self.arrived,
            correlation=current_correlation() or self.key,
            after=after,
        )


Judge = Callable[[Filing], Awaitable[Sequence[Event]]]


class Desk:
    """`record` judges on what the log holds just then; nobody else writes to it meanwhile."""

    def __init__(self, pool: Pool, recorder: Recorder, filings: Streams[Filing], clock: Clock) -> None:
        self._pool, self._recorder, self._filings, self._clock = pool, recorder, filings, clock

    def now(self) -> int:
        """Microseconds since 1970."""
        return microseconds(self._clock.now())

    def asked(self, account: Account, campaign: str, act: str, body: BaseModel, key: str) -> Asked:
        return Asked(account, campaign, act, body, key, self._clock.now())

    async def filing(self, township: str, campaign: str) -> Filing:
        async with self._pool.acquire() as connection:
            return await self._filings.read(connection, filing_stream(township, campaign))

    async def before(self, asked: Asked) -> list[Envelope]:
        """What the same key has led to already; empty at the first time. Raises `id_conflict`."""
        return await self._recorder.before(asked.told())

    async def record(self, asked: Asked, judge: Judge, after: int = 0) -> list[Envelope]:
        told = asked.told(after)

        async def decide(connection: Connection) -> Sequence[Event]:
            return await judge(await self._filings.read(connection, told.stream))

        return await self._recorder.record(told, decide)
