"""How many streams may be open."""

from collections.abc import Iterator
from contextlib import contextmanager

from services.reporting.turns.admission import Admission
from shared.facts.account import Account
from shared.metrics import LIVE_STREAMS

MOST_OF_ONE = 16
"""A dashboard on each desk of an office: a browser holds one for each page that is seen."""
MOST = 512


def open_streams() -> Admission:
    return Admission(MOST_OF_ONE, MOST, beyond="too_many_streams")


@contextmanager
def admitted(streams: Admission, account: Account) -> Iterator[None]:
    """Raises `too_many_streams` or `too_busy`."""
    with streams.of((account.township, account.name)), LIVE_STREAMS.track_inprogress():
        yield
