"""数据更新至17:52，来源“×”已停止: how far the figures reach, and which log nobody hears of."""

from dataclasses import dataclass

from services.reporting.reading.question import LOGS
from services.reporting.submissions.report import Frame
from shared.follower.watermark import final_until
from shared.follower.watermarks import Watermarks

_SILENT_SECONDS = 60
"""Logs announce themselves each second."""


@dataclass(frozen=True, slots=True)
class Freshness:
    until: int
    """What was recorded before it is in the figures."""
    stopped: tuple[str, ...]
    """Logs whose news do not arrive, or can't be applied."""


def freshness(frame: Frame, watermarks: Watermarks) -> Freshness:
    applied = {log: frame.folded.checkpoint(log) for log in LOGS}
    until = min(final_until(each, watermarks.at(log, each)) for log, each in applied.items())
    stopped = [
        log for log in LOGS if log in frame.folded.stopped or watermarks.silent_seconds(log) > _SILENT_SECONDS
    ]
    return Freshness(until, tuple(stopped))
