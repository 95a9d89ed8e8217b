"""Keeps the deployment's processes running, and ends them in order: none is ever left behind."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from signal import SIGKILL

from deploy.embedded.log_refused import log_refused
from deploy.servers.log_file import tail
from deploy.servers.process import Launch, Started, start
from shared.sealing.refused import EXIT_CODE as LOG_REFUSED

FIRST_PAUSE = 0.2
LONGEST_PAUSE = 5.0
STEADY_AFTER = 4.0
"""Seconds; what lived this long had started well, and may start again at once."""
PATIENCE = 90.0
"""Seconds without a sign of progress after which the start of the whole is given up."""
SAID_EVERY = 2.0
HOPELESS = 8
"""Failed starts in a row after which the start of the whole is given up."""


class NotStarting(Exception):
    def __init__(self, name: str, log_tail: str) -> None:
        self.name = name
        super().__init__(f"{name} does not start. The end of its log:\n{log_tail}")
        self.log_tail = log_tail


@dataclass(slots=True)
class Child:
    launch: Launch
    process: Started
    started: float = field(default_factory=time.monotonic)
    failures: int = 0
    code: int | None = None
    """How it ended last."""
    due: float | None = None
    """When a process that ended is started again."""
    of_use: bool = False
    """It once was, so that nobody waits for its start any more."""
    refusal: str = ""
    """What was said of it last."""


class Supervisor:
    def __init__(self, say: Callable[[str], None]) -> None:
        self._say = say
        self._groups: list[list[Child]] = []

    def start(self, *launches: Launch) -> None:
        """Those of one call are stopped together, after those of later calls."""
        group: list[Child] = []
        # Known at once: if one of them can't be started, the others are still stopped.
        self._groups.append(group)
        group.extend(Child(launch, start(launch)) for launch in launches)

    async def watch(self) -> None:
        """Runs beside everything else until it is cancelled."""
        while True:
            for child in self._children():
                self._look_after(child, time.monotonic())
            await asyncio.sleep(0.1)

    def _look_after(self, child: Child, now: float) -> None:
        code = child.process.poll()
        if child.failures and child.due is None and now - child.started > STEADY_AFTER:
            child.failures = 0
        if code is None:
            return
        if child.due is None:
            pause = min(FIRST_PAUSE * 2**child.failures, LONGEST_PAUSE)
            if code == LOG_REFUSED:
                pause = LONGEST_PAUSE
                self._say_refusal(child)
            else:
                self._say(f"{child.launch.name} ended (exit code {code}); starting it again in {pause:.1f} s")
            child.failures, child.code = child.failures + 1, code
            child.due = now + pause
        elif now >= child.due:
            try:
                child.process, child.started, child.due = start(child.launch), now, None
            except OSError as error:
                # No memory, no files left: tried again, for supervising must not end.
                self._say(f"{child.launch.name} could not be started: {error}")
                child.due = now + LONGEST_PAUSE

    def _say_refusal(self, child: Child) -> None:
        """Once, however often it is tried again: a file that did not belong there may be gone by then. Where
        the start of the whole waits for it, that ends with the sentences."""
        child.process.heard_out()
        refused = log_refused(tail(child.launch.log)) if child.of_use else None
        sentences = "" if refused is None else f"：{refused.zh} {refused.en}"
        told = f"{child.launch.name} 拒绝使用其日志 refuses its log (exit code {LOG_REFUSED}){sentences}"
        if told != child.refusal:
            child.refusal = told
            self._say(told)

    async def until(
        self, name: str, ready: Callable[[], Awaitable[bool]], doing: Callable[[], str] = lambda: ""
    ) -> None:
        """Wait for the process to be of use; NotStarting with its last words when it never is.

        While what it is doing goes on, it is said now and then, and waited for.
        """
        child, said, said_at = self._child(name), "", time.monotonic()
        deadline = said_at + PATIENCE
        while not await ready():
            now = time.monotonic()
            if child.failures >= HOPELESS or child.code == LOG_REFUSED or now > deadline:
                raise NotStarting(name, tail(child.launch.log))
            if doing() != said:
                said, deadline = doing(), now + PATIENCE
                if now - said_at > SAID_EVERY:
                    said_at = now
                    self._say(f"  {name} {said}")
            await asyncio.sleep(0.05)
        child.of_use = True

    async def stop(self) -> None:
        for group in reversed(self._groups):
            await asyncio.gather(*(_end(child) for child in group))

    def kill(self) -> None:
        """For who can't wait: the next start recovers."""
        for child in self._children():
            if child.process.poll() is None:
                child.process.send_signal(SIGKILL)

    def _child(self, name: str) -> Child:
        return next(one for one in self._children() if one.launch.name == name)

    def _children(self) -> list[Child]:
        return [child for group in self._groups for child in group]


async def _end(child: Child, patience: float = 20) -> None:
    if child.process.poll() is None:
        child.process.send_signal(child.launch.stop_signal)
    deadline = time.monotonic() + patience
    while child.process.poll() is None:
        if time.monotonic() > deadline:
            child.process.kill()
        await asyncio.sleep(0.02)
    await asyncio.to_thread(child.process.heard_out)
