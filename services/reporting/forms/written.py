"""Forms written as documents off the event loop, one at a time and each account in its turn."""

import asyncio
from collections.abc import Awaitable, Callable, Hashable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TypeVar

from services.reporting.forms.documents.sheet import Sheet
from services.reporting.turns.turns import Turns

Shown = TypeVar("Shown", bound=Hashable)
Write = Callable[[Sheet], bytes]


class WrittenForms:
    def __init__(self, work: str = "document") -> None:
        """`work` names it in the metrics."""
        self.turns = Turns[bytes](work)
        # One that nobody waits for any more is finished in here, and the next not begun before.
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix=work)

    async def of(self, asker: Hashable, shown: Shown, write: Callable[[Shown], bytes]) -> bytes:
        """Shared with who asks for the same: all that is shown is equal, and is written in the same way."""

        async def at_hand() -> Shown:
            return shown

        return await self.gathered(asker, (shown, write), at_hand, write)

    async def gathered(
        self,
        asker: Hashable,
        same: Hashable,
        gather: Callable[[], Awaitable[Shown]],
        write: Callable[[Shown], bytes],
    ) -> bytes:
        """What it is written from is looked up in its turn too: only one is held at a time.

        Shared with who asks for the `same`.
        """
        return await self.turns.answer(asker, same, partial(self._written, gather, write))

    async def _written(
        self, gather: Callable[[], Awaitable[Shown]], write: Callable[[Shown], bytes]
    ) -> bytes:
        shown = await gather()
        return await asyncio.get_running_loop().run_in_executor(self._thread, write, shown)
