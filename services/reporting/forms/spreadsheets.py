"""Spreadsheets off the event loop, one at a time and each account in its turn."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from services.reporting.forms.documents.spreadsheet import spreadsheet
from services.reporting.reading.question import Question
from services.reporting.turns.turns import Turns
from shared.json_types import JsonObject


class Spreadsheets:
    def __init__(self) -> None:
        self.turns = Turns[bytes]("spreadsheet")
        # One that nobody waits for any more is finished in here, and the next not begun before.
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="spreadsheet")

    async def of(self, asked: Question, etag: str, document: JsonObject, demo_clock: str | None) -> bytes:
        """Documents of one entity tag are the same."""
        work = partial(self._written, document, demo_clock)
        return await self.turns.answer(asked.asker, etag, work)

    async def _written(self, document: JsonObject, demo_clock: str | None) -> bytes:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, spreadsheet, document, demo_clock)
