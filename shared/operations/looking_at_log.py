"""Looking at the log of a service, at its stream, and at what is kept beside it."""

import time
from collections.abc import Mapping, Sequence

from starlette.datastructures import State

from shared.archive.archiver import Archiver
from shared.facts.account import Account
from shared.metrics import reading
from shared.operations.row import Row
from shared.operations.rows.of_copies import NO_ARCHIVE, SealSeen, archive_row, seal_row, verification_row
from shared.operations.rows.of_log import LogSeen, log_row, stream_row
from shared.operations.sampling import Measure
from shared.operations.standing import Standing
from shared.relay.relay import Relay
from shared.sealing.folder import size_of
from shared.sealing.wiring import LogTree
from shared.verifying.running import LogVerification

RELAY = "relay"


def look_at_log(standing: Standing, state: State) -> None:
    """Adds the lines of everything that the wiring of a log has put on `state`."""
    looking = _Looking(standing, state)
    standing.add("log", looking.rows, looking.measures)


class _Looking:
    def __init__(self, standing: Standing, state: State) -> None:
        self._standing, self._service = standing, standing.service
        self._relay: Relay = state.relay
        self._tree: LogTree = state.log_tree
        self._archiver: Archiver | None = state.archiver
        self._verification: LogVerification = state.log_verification
        self._relayed_at = time.monotonic()

    @property
    def measures(self) -> Mapping[str, Measure]:
        return {RELAY: self._behind}

    async def rows(self, _: Account) -> Sequence[Row]:
        seen = self._seen()
        lasting = time.monotonic() - self._relayed_at if seen.behind else 0.0
        rows = [log_row(seen), stream_row(seen, self._standing.trend(RELAY), lasting)]
        return [*rows, *self._copies(), verification_row(self._service, self._verification.latest)]

    def _seen(self) -> LogSeen:
        latest, fence = self._relay.watch.latest, self._relay.fence
        position = 0 if latest is None else latest.head.position
        last = None if latest is None or latest.stream is None else latest.stream.last
        return LogSeen(self._service, position, last, fence.verdict, fence.allowed, fence.reason)

    def _behind(self) -> int | None:
        """None until they were compared for the first time."""
        if self._relay.watch.latest is None:
            return None
        behind = self._seen().behind
        if not behind:
            self._relayed_at = time.monotonic()
        return behind

    def _copies(self) -> list[Row]:
        rows = []
        if self._tree.sealer is not None:
            newest = self._tree.sealer.folder.newest()
            refused = bool(reading("paicha_seal_refused", log=self._service))
            sealed = None if newest is None else size_of(newest)
            rows.append(seal_row(SealSeen(self._service, sealed, refused)))
        if self._archiver is None:
            return [*rows, NO_ARCHIVE]
        archived = int(reading("paicha_archive_position", log=self._service) or 0)
        return [*rows, archive_row(self._service, archived, self._archiver.failed)]
