"""Nothing is left out by naming older positions: what is signed is as of what had been recorded lately."""

from fastapi import Request

from services.reporting.reading.positions import recorded_before
from services.reporting.submissions.report import Frame
from shared.event_log.connection import Pool
from shared.problems import Rejected
from shared.read_model.generation import reading


async def refuse_to_leave_out(request: Request, frame: Frame, since: int) -> None:
    """`report_outdated` where the frame's positions lie before what had been recorded by then."""
    pool: Pool = request.app.state.pool
    async with reading(pool, frame.form.generation) as connection:
        least = await recorded_before(connection, frame.applied, since)
    if any(frame.form.positions[log] < position for log, position in least.items()):
        raise Rejected("report_outdated")
