"""The Python `eventsourcing` side: its aggregates, its Postgres recorder, a thread per caller.

Runs in the peers' own environment, so it imports nothing of this project but its neighbours.
"""

import gc
import json
import os
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID

from chosen import chosen
from eventsourcing.application import Application
from eventsourcing_hazard import Hazard
from eventsourcing_hidden_row import HiddenRow
from latency import summary


class Hazards(Application[UUID]):
    """Nothing beyond what the library gives an application."""


class Eventsourcing:
    """The application is made anew to empty its cache of aggregates."""

    def __init__(self) -> None:
        self._app = Hazards()
        hidden = HiddenRow(self._app)
        self.requests = {
            "prepare": self._prepare, "append": self._append,
            "write": hidden.write, "settle": hidden.settle, "read": hidden.read,
        }  # fmt: skip

    def _prepare(self, request: dict[str, Any]) -> dict[str, Any]:
        def prepare(place: int, name: str, length: int) -> int:
            hazard = Hazard(hazard_id=name, **chosen(request["found"], place))
            for nth in range(1, length):
                hazard.impose(**chosen(request["changed"], place + nth))
            self._app.save(hazard)
            return length

        numbered = [(place, *stream) for place, stream in enumerate(request["streams"])]
        with ThreadPoolExecutor(8) as pool:
            return {"prepared": sum(pool.map(lambda each: prepare(*each), numbered))}

    def _append(self, request: dict[str, Any]) -> dict[str, Any]:
        if request["forget"]:
            self._app.close()
            self._app = Hazards()
        command = self._found if request["new"] else self._changed
        left, latencies, lock = iter(enumerate(request["names"])), list[float](), threading.Lock()

        def caller() -> None:
            while True:
                with lock:
                    numbered = next(left, None)
                if numbered is None:
                    return
                started = time.perf_counter()
                command(*numbered, request)
                latencies.append(time.perf_counter() - started)

        gc.collect()
        gc.freeze()
        with ThreadPoolExecutor(request["callers"]) as pool:
            started = time.perf_counter()
            for done in [pool.submit(caller) for _ in range(request["callers"])]:
                done.result()
            return summary(time.perf_counter() - started, latencies)

    def _found(self, nth: int, name: str, request: dict[str, Any]) -> None:
        self._app.save(Hazard(hazard_id=name, **chosen(request["found"], nth)))

    def _changed(self, nth: int, name: str, request: dict[str, Any]) -> None:
        hazard: Hazard = self._app.repository.get(Hazard.create_id(name))
        hazard.impose(**chosen(request["changed"], nth))
        self._app.save(hazard)


def main() -> None:
    side = Eventsourcing()
    for line in sys.stdin:
        request = json.loads(line)
        print(json.dumps(side.requests[request["do"]](request)), flush=True)
    os._exit(0)


if __name__ == "__main__":
    main()
