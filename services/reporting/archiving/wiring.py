"""The archivist among what the service has wired already."""

from collections.abc import Coroutine
from typing import Any

from starlette.datastructures import State

from services.reporting.archiving.archivist import Archivist
from services.reporting.archiving.writing import Writer
from services.reporting.read_model import FIGURES
from services.reporting.reading.question import Question
from services.reporting.reading.snapshot import snapshot
from services.reporting.submissions.report import Frame, found_frame
from shared.read_model.statements import read_folded


def archiving(state: State) -> list[Coroutine[Any, Any, None]]:
    """To run beside the routes; nothing where the deployment has no folder for files."""
    if state.blobs is None:
        return []

    async def frame_of(asked: Question) -> Frame:
        async with snapshot(state.pool) as connection:
            folded = await read_folded(connection, FIGURES)
            folded.refuse_unless_whole()
            return await found_frame(connection, folded, asked, state.watermarks)

    writer = state.document_writer = Writer(
        state.written_forms, state.blobs, state.public_url, state.clock, frame_of
    )
    archivist = Archivist(state.pool, state.recorder, state.filings, writer, state.clock)
    return [archivist.run(state.relay.fence.until_allowed)]
