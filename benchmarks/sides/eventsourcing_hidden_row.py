"""The hidden-row test on `eventsourcing`: its recorder writes, its notification log is read.

Runs in the peers' own environment, like its neighbour.
"""

from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import Any
from uuid import UUID

from eventsourcing.application import Application
from eventsourcing_hazard import Hazard


class HiddenRow:
    """Every write is begun at once and may take long; `read` goes on from its checkpoint."""

    def __init__(self, app: "Application[UUID]") -> None:
        self._app = app
        self._threads = ThreadPoolExecutor()
        self._writes: dict[str, Future[Any]] = {}
        self._checkpoint = 0

    def write(self, request: dict[str, Any]) -> dict[str, Any]:
        work = self._begun_early if request["begun_early"] else self._app.save
        hazard = Hazard(hazard_id=request["name"], **request["found"][0])
        self._writes[request["name"]] = self._threads.submit(work, hazard)
        return {}

    def settle(self, request: dict[str, Any]) -> dict[str, Any]:
        """Which of the writes are done, at the latest after so many seconds."""
        wait(self._writes.values(), timeout=request["seconds"])
        done = [name for name, write in self._writes.items() if write.done()]
        for name in done:
            self._writes.pop(name).result()
        return {"done": done}

    def read(self, request: dict[str, Any]) -> dict[str, Any]:
        names = []
        while events := self._app.notification_log.select(self._checkpoint + 1, request["batch"]):
            names += [self._app.mapper.to_domain_event(event).hazard_id for event in events]
            self._checkpoint = events[-1].id
        return {"names": names}

    def _begun_early(self, hazard: Hazard) -> None:
        """Its transaction is older than others', and only then does it look for its place."""
        recorder = self._app.recorder
        stored = [self._app.mapper.to_stored_event(event) for event in hazard.collect_events()]
        with recorder.datastore.transaction(commit=True) as cursor:
            cursor.execute("select pg_current_xact_id(), pg_advisory_xact_lock_shared(1)")
            if recorder.datastore.enable_db_functions:
                made = [
                    recorder.construct_pg_stored_event(
                        event.originator_id, event.originator_version, event.topic, event.state
                    )
                    for event in stored
                ]
                cursor.execute(recorder.sql_invoke_pg_function_insert_events, (made,))
            else:
                recorder._insert_stored_events(cursor, stored)  # noqa: SLF001 - all there is within a transaction
