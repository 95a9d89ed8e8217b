"""Figures that are not the latest: a log holds an event that could not be applied, and what came after it.

What names the positions that it is of says what held there, and is as good as ever.
"""

from services.reporting.reading.question import LOGS, Question
from shared.problems import Rejected
from shared.read_model.model import Folded
from shared.read_model.stopped import Stopped

Stale = tuple[Stopped, ...]


def stale_logs(folded: Folded) -> Stale:
    return tuple(folded.stopped[log] for log in LOGS if log in folded.stopped)


def stale_of(folded: Folded, asked: Question) -> Stale:
    """Of an answer that was to hold all that is known."""
    if asked.recorded_until is not None or asked.submission is not None:
        return ()
    return tuple(each for each in stale_logs(folded) if each.log not in asked.positions)


def refuse_stale(folded: Folded) -> None:
    """`figures_stale`: nobody signs what leaves out what has been recorded."""
    for each in stale_logs(folded):
        position, since = str(each.stands_at), each.since_written
        raise Rejected("figures_stale", log=each.log, position=position, since=since)
