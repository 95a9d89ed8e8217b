"""One verification at a time, in a process of its own, and what it has told so far."""

import asyncio
import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

from shared import metrics
from shared.logging import get_logger
from shared.verifying.copies import Asked, Copies
from shared.verifying.run import Run
from shared.verifying.told import Ended, Found, Passed, Progress, read_line

_log = get_logger(__name__)

_MODULE = "shared.verifying"


class LogVerification:
    """`run` has to run beside those who ask."""

    def __init__(self, log: str, copies: Copies, now: Callable[[], datetime], module: str = _MODULE) -> None:
        self._log, self._copies, self._now, self._module = log, copies, now, module
        self._wanted = asyncio.Event()
        self.latest: Run | None = None

    def start(self, *, from_sealed: bool = False) -> Run:
        """A new one, unless one is under way."""
        if self.latest is None or self.latest.state != "running":
            self.latest = Run(self._now(), from_sealed)
            self._wanted.set()
        return self.latest

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            await self._wanted.wait()
            self._wanted.clear()
            if self.latest is not None:
                await self._one(self.latest)

    async def _one(self, run: Run) -> None:
        pipe = asyncio.subprocess.PIPE
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", self._module, stdin=pipe, stdout=pipe
        )
        try:
            await self._hear(run, process)
        except (OSError, ValueError) as error:  # it ended early, or told what can't be read
            _log.error("verification_failed", log=self._log, error=repr(error))
        finally:
            if process.returncode is None:
                with suppress(ProcessLookupError):
                    process.kill()
                await process.wait()
        run.state = "failed" if run.ended is None else "done"
        self._say(run)

    async def _hear(self, run: Run, process: asyncio.subprocess.Process) -> None:
        told, asked = process.stdout, process.stdin
        if told is None or asked is None:
            raise LookupError("a process started with pipes has them")
        asked.write(Asked(self._copies, run.from_sealed).written())
        asked.close()
        async for line in told:
            self._take(run, line)
        await process.wait()

    def _take(self, run: Run, line: bytes) -> None:
        match read_line(line):
            case Progress() as progress:
                run.progress[progress.part] = progress
            case Found() as found:
                run.findings.append(found)
            case Passed() as passed:
                run.passed.append(passed)
            case Ended() as ended:
                run.ended = ended

    def _say(self, run: Run) -> None:
        if run.ended is None:
            _log.error("verification_failed", log=self._log)
            return
        metrics.VERIFIED_POSITION.labels(self._log).set(run.ended.position)
        metrics.VERIFICATION_FINDINGS.labels(self._log).set(len(run.findings))
        for found in run.findings:
            _log.error("verification_found", log=self._log, position=found.position, check=found.check)
        if not run.findings:
            _log.info("verified", log=self._log, position=run.ended.position)
