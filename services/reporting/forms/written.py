"""Forms written as documents off the event loop, one at a time and each account in its turn."""

import asyncio
from collections.abc import Callable, Hashable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TypeVar

from services.reporting.forms.documents.sheet import Sheet
from services.reporting.turns.turns import Turns

Shown = TypeVar("Shown", bound=Hashable)
Write = Callable[[Sheet], bytes]


class WrittenForms:
    def __init__(self) -> None:
        self.turns = Turns[bytes]("document")
        # One that nobody waits for any more is finished in here, and the next not begun before.
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="document")

    async def of(self, asker: Hashable, shown: Shown, write: Callable[[Shown], bytes]) -> bytes:
        """Shared with who asks for the same: all that is shown is equal, and is written in the same way."""
        return await self.turns.answer(asker, (shown, write), partial(self._written, shown, write))

    async def _written(self, shown: Shown, write: Callable[[Shown], bytes]) -> bytes:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, write, shown)
