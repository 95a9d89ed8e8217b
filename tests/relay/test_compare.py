"""Every way in which a log and its stream can stand to each other."""

import pytest

from shared.canonical import GENESIS
from shared.events.envelope import event_hash
from shared.relay.compare import LogView, StreamView, Verdict, compare

RAW = b"the event at the last common position"
LOG = LogView("log-1", 10, event_hash(RAW))


def stream(last: int, **changed: object) -> StreamView:
    view = {"last": last, "first": 1, "messages": last, "log_id": "log-1", "common_raw": RAW} | changed
    return StreamView(**view)


@pytest.mark.parametrize(
    ("view", "verdict"),
    [
        (stream(10), Verdict.EQUAL),
        (stream(10, log_id=None), Verdict.EQUAL),
        (stream(7), Verdict.BEHIND),
        (stream(0, first=0, common_raw=None), Verdict.BEHIND),
        (stream(0, first=0, common_raw=None, log_id=None), Verdict.BEHIND),
        (stream(0, first=0, common_raw=None, log_id="log-2"), Verdict.DIFFERENT),
        (None, Verdict.DAMAGED),
        (stream(10, messages=9), Verdict.DAMAGED),
        (stream(10, first=3, messages=8), Verdict.DAMAGED),
        (stream(10, common_raw=None), Verdict.DAMAGED),
        (stream(10, common_raw=b"another"), Verdict.DIFFERENT),
        (stream(7, common_raw=b"another"), Verdict.DIFFERENT),
        (stream(12), Verdict.AHEAD),
        (stream(12, messages=9), Verdict.AHEAD),
        (stream(12, common_raw=None), Verdict.AHEAD),
        (stream(12, common_raw=b"another"), Verdict.DIFFERENT),
    ],
)
def test_verdicts(view: StreamView | None, verdict: Verdict) -> None:
    assert compare(LOG, view) is verdict


def test_an_empty_log_and_an_empty_stream_are_equal() -> None:
    assert compare(LogView("log-1", 0, GENESIS), stream(0, first=0, common_raw=None)) is Verdict.EQUAL


def test_only_a_log_that_may_have_lost_its_end_stops() -> None:
    assert {verdict for verdict in Verdict if not verdict.allows_appending} == {
        Verdict.AHEAD,
        Verdict.DIFFERENT,
    }
    assert {verdict for verdict in Verdict if verdict.allows_relaying} == {Verdict.EQUAL, Verdict.BEHIND}
