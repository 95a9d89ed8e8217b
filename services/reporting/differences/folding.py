"""Explaining a difference from the rows of a whole town, off the event loop."""

from collections.abc import Iterable
from functools import partial
from threading import Event

from asyncpg import Record

from services.reporting.differences.explaining import Differences, explained
from services.reporting.differences.recorded_times import RecordedTimes
from services.reporting.differences.report import Report
from services.reporting.differences.scope import Scope
from services.reporting.differences.unexplained import Unexplained
from services.reporting.reading.asked_form import Form
from services.reporting.turns.giving_up import until
from shared.logging import get_logger
from shared.problems import Rejected
from shared.read_model.entry import decode

_log = get_logger(__name__)


def explained_rows(
    scope: Scope,
    a: Report,
    b: Report,
    times: RecordedTimes,
    records: Iterable[Record],
    _: Form,
    given_up: Event,
) -> Differences:
    """Raises `GivenUp` soon after that is set, and `unexplained` where the parts do not add up."""
    subjects = {(kind, subject): decode(entries) for kind, subject, entries in until(given_up, records)}
    try:
        return explained(scope, subjects, times.at, a, b, partial(until, given_up))
    except Unexplained as error:
        _log.error("difference_unexplained", exc_info=error)
        raise Rejected("unexplained") from error
