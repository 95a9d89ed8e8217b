"""Whether this process may append to its log: what intake asks before every append."""

import asyncio

from shared.logging import get_logger
from shared.metrics import LOG_HALTED
from shared.problems import Rejected
from shared.relay.compare import Verdict

_log = get_logger(__name__)

HALTED = "is halted"
"""How health begins what it says of a log that only an operator can open again."""


class WriteFence:
    """Closed until the first comparison of log and stream was fine, and whenever one is not."""

    def __init__(self, log: str) -> None:
        self.log = log
        self.verdict: Verdict | None = None
        """Of the last comparison; None while there is none that still holds."""
        self.reason = "not compared yet"
        self._open = asyncio.Event()

    @property
    def allowed(self) -> bool:
        return self._open.is_set()

    @property
    def halted(self) -> bool:
        """True when only an operator can open it again."""
        return self.verdict is not None and not self.verdict.allows_appending

    @property
    def told(self) -> str | None:
        """For health: None while it is open."""
        if self.halted:
            return f"{HALTED}: {self.reason}"
        return None if self.allowed else self.reason

    def refuse_writing(self) -> None:
        """Raises `Rejected` while log and stream disagree, or were not compared yet."""
        if self.halted:
            raise Rejected("log_halted")
        if not self.allowed:
            raise Rejected("not_ready", detail=self.reason)

    async def until_allowed(self) -> None:
        await self._open.wait()

    def judge(self, verdict: Verdict) -> None:
        changed = verdict is not self.verdict
        self.verdict, self.reason = verdict, f"the stream is {verdict.value}"
        LOG_HALTED.labels(self.log).set(self.halted)
        if verdict.allows_appending:
            self._open.set()
        else:
            self._open.clear()
        if changed and verdict.allows_relaying:
            _log.info("log_compared", log=self.log, verdict=verdict.value)
        elif changed:
            _log.error("log_and_stream_disagree", log=self.log, verdict=verdict.value, halted=self.halted)

    def suspend(self, reason: str) -> None:
        """Nothing is known any more: after a lost database it may be another database that comes back."""
        if not self.halted:
            self.verdict, self.reason = None, reason
            self._open.clear()
