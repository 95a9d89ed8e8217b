"""Verifications, one after the other: each walks the logs from their first event, and tells how far it is."""

import asyncio
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Literal

from services.reporting.verification.findings import Finding
from services.reporting.verification.subject import Subject
from services.reporting.verification.verifying import Verifier
from shared.bus.cancellation import heed_cancellation
from shared.logging import get_logger
from shared.problems import Rejected

_log = get_logger(__name__)

_KEPT = 200
_MOST_WAITING = 20

State = Literal["waiting", "running", "done", "failed"]


@dataclass(slots=True)
class Job:
    subject: Subject
    township: str
    state: State = "waiting"
    done: int = 0
    total: int = 0
    """Events to read, in all copies."""
    findings: list[Finding] = field(default_factory=list)

    def read(self, events: int) -> None:
        self.done += events


class Verifications:
    """`run` has to run beside those who ask."""

    def __init__(self, verifier: Verifier) -> None:
        self._verifier = verifier
        self._jobs: OrderedDict[Hashable, Job] = OrderedDict()
        self._asked = asyncio.Event()

    def of(self, key: Hashable, subject: Subject, township: str, *, again: bool) -> Job:
        """The one under way or done; `again`, or where it failed, a new one. Raises `too_busy`."""
        job = self._jobs.get(key)
        if job is not None and (job.state in ("waiting", "running") or (job.state == "done" and not again)):
            return job
        if sum(each.state == "waiting" for each in self._jobs.values()) >= _MOST_WAITING:
            raise Rejected("too_busy")
        job = self._jobs[key] = Job(subject, township)
        self._jobs.move_to_end(key)
        self._forget_oldest()
        self._asked.set()
        return job

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            heed_cancellation()
            job = next((each for each in self._jobs.values() if each.state == "waiting"), None)
            if job is None:
                self._asked.clear()
                await self._asked.wait()
                continue
            await self._run(job)

    async def _run(self, job: Job) -> None:
        job.state = "running"
        try:
            job.findings = await self._verifier.verify(job)
            job.state = "done"
        except Exception as error:  # noqa: BLE001  # whatever stands in a copy, the service goes on
            _log.error("verification_failed", number=job.subject.number, exc_info=error)
            job.state = "failed"

    def _forget_oldest(self) -> None:
        for key in list(self._jobs):
            if len(self._jobs) <= _KEPT:
                return
            if self._jobs[key].state in ("done", "failed"):
                del self._jobs[key]
