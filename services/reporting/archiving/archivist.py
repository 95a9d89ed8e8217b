"""Writes and keeps the documents of all that is signed, soon after it was signed, each once."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from services.reporting.archiving.writing import Writer, service_of
from services.reporting.filing.state import Filing
from services.reporting.own_log.recording import Recorder, Told
from services.reporting.own_log.streams import Streams
from services.reporting.submissions.filings import filing_stream
from shared.bus.cancellation import heed_cancellation
from shared.canonical import digest
from shared.clock import Clock
from shared.event_log.connection import DATABASE_AWAY, Connection, Pool
from shared.event_log.head import read_head
from shared.event_log.read import Stored, read_after
from shared.events.base import Event
from shared.events.catalogue import newest_data
from shared.events.consolidating import ConsolidationSigned
from shared.events.envelope import Envelope
from shared.events.reporting import SubmissionSigned
from shared.facts.fact import FactKey
from shared.logging import get_logger
from shared.problems import Rejected

_log = get_logger(__name__)

_LOOK_SECONDS, _AGAIN_SECONDS = 1.0, 15.0
_AT_ONCE = 200
_SIGNED = frozenset({SubmissionSigned.type, ConsolidationSigned.type})


class Archivist:
    """What can't be written just now is tried again; the others do not wait for it."""

    def __init__(
        self, pool: Pool, recorder: Recorder, filings: Streams[Filing], writer: Writer, clock: Clock
    ) -> None:
        self._pool, self._recorder, self._filings = pool, recorder, filings
        self._writer, self._clock = writer, clock
        self._read = 0
        self._owed: dict[tuple[str, str, str], None] = {}
        """Town, campaign and number."""

    async def run(self, until_writable: Callable[[], Awaitable[None]]) -> None:
        """Until cancelled."""
        while True:
            heed_cancellation()
            try:
                await until_writable()
                await self._look()
                for owed in list(self._owed):
                    await self._keep(*owed)
            except (Rejected, *DATABASE_AWAY) as error:
                _log.warning("documents_not_stored", error=repr(error))
            await asyncio.sleep(_AGAIN_SECONDS if self._owed else _LOOK_SECONDS)

    async def _look(self) -> None:
        """At what was signed since."""
        found: list[Stored] | None = None
        while found is None or len(found) == _AT_ONCE:
            async with self._pool.acquire() as connection:
                if (await read_head(connection)).position < self._read:
                    self._read = 0  # an operator put the log back
                found = await read_after(connection, self._read, _AT_ONCE)
            for stored in found:
                self._take(stored)
                self._read = stored.position

    def _take(self, stored: Stored) -> None:
        try:
            envelope = Envelope.from_bytes(stored.raw)
            if envelope.type in _SIGNED:
                data = newest_data(envelope)
                campaign, number = (str(data[name]) for name in ("campaign_id", "number"))
                self._owed[envelope.township, campaign, number] = None
        except (ValueError, KeyError, TypeError) as error:
            _log.error("log_damaged", position=stored.position, error=repr(error))

    async def _keep(self, township: str, campaign: str, number: str) -> None:
        try:
            await self._record(township, campaign, number)
        except DATABASE_AWAY:
            raise
        except Exception as error:  # noqa: BLE001  # whatever stands in a copy, the service goes on
            _log.warning("documents_not_stored", campaign=campaign, number=number, error=repr(error))
            return
        self._owed.pop((township, campaign, number), None)

    async def _record(self, township: str, campaign: str, number: str) -> None:
        stream = filing_stream(township, campaign)
        async with self._pool.acquire() as connection:
            filing = await self._filings.read(connection, stream)
        if number in filing.files:
            return
        event = await self._writer.written(township, campaign, filing, number)

        async def decide(_: Connection) -> Sequence[Event]:
            return [event]

        await self._recorder.record(self._told(township, campaign, number, stream), decide)

    def _told(self, township: str, campaign: str, number: str, stream: str) -> Told:
        source = f"/reporting/{township}/{campaign}/documents"
        return Told(
            account=service_of(township),
            township=township,
            stream=stream,
            key=FactKey(service_of(township).name, source, number),
            digest=digest(number.encode()),
            occurred=self._clock.now(),
            correlation=number,
        )
