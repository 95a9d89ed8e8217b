"""From a question to the report that it names, at the positions that the snapshot gives it."""

from services.reporting.counting.policy import POLICIES
from services.reporting.differences.recorded_times import read_taken
from services.reporting.differences.report import Report
from services.reporting.reading.positions import positions_of
from services.reporting.reading.question import Question
from services.reporting.reading.snapshot import Found, look_up
from shared.event_log.connection import Connection
from shared.follower.watermarks import Watermarks
from shared.read_model.model import Folded


async def named_report(
    connection: Connection, asked: Question, folded: Folded, watermarks: Watermarks
) -> tuple[Found, Report]:
    """Raises `Rejected` for what is not known here yet, or not at all."""
    positions = await positions_of(connection, asked, folded, watermarks)
    found = await look_up(connection, asked, folded, positions)
    form = found.form
    taken = await read_taken(connection, form.positions)
    return found, Report(form.positions, form.moment, form.policy, POLICIES[form.policy], taken)
