"""Tasks that live as long as their service: when one ends by itself, the process ends and is started anew."""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from typing import Any

from shared.bus.connect import stop_process
from shared.logging import get_logger

log = get_logger(__name__)


@asynccontextmanager
async def in_background(*work: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """Run while the block runs, then cancel."""
    leaving = False

    def ended(task: "asyncio.Task[None]") -> None:
        if not leaving:
            error = None if task.cancelled() else task.exception()
            log.error("background_task_ended", task=task.get_name(), error=repr(error), exc_info=error)
            stop_process()

    tasks = [asyncio.create_task(each, name=str(each)) for each in work]
    for task in tasks:
        task.add_done_callback(ended)
    try:
        yield
    finally:
        leaving = True
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
