"""Archives that releases wrote are verified and read for ever, with every event in every version."""

from pathlib import Path

import pytest

from shared.archive.folder import FolderStore
from shared.archive.keys import read_public_keys
from shared.archive.reading import manifest_of, read_runs
from shared.archive.verifying import verify
from shared.canonical import canonical
from shared.events.catalogue import EVENTS, LOG_EVENTS, load_event
from shared.events.envelope import Envelope
from shared.events.judged import STORED
from tests.support.archives import KEY

GOLDEN = Path(__file__).parent / "golden"
RELEASES = sorted(path.name for path in GOLDEN.iterdir())
KEYS = read_public_keys(canonical({"keys": [{"public_key": KEY.public}]}))


@pytest.mark.parametrize("log", LOG_EVENTS)
@pytest.mark.parametrize("release", RELEASES)
def test_a_golden_archive_is_whole_and_read(release: str, log: str) -> None:
    verified = verify(FolderStore(GOLDEN / release / log), KEYS, 0, lambda _done, _total: None)
    assert verified.findings == ()
    assert verified.events > 0
    for raw in raws_in(GOLDEN / release / log):
        envelope = Envelope.from_bytes(raw)
        event = EVENTS[envelope.type, envelope.version].model_validate(envelope.data, context=STORED)
        assert event.payload() == envelope.data
        load_event(envelope.type, envelope.version, envelope.data)
        assert envelope.to_bytes() == raw


def raws_in(folder: Path) -> list[bytes]:
    store = FolderStore(folder)
    return [raw for run in read_runs(store, manifest_of(store)) for raw in run.raws]


def test_every_event_in_every_version_is_in_one() -> None:
    raws = [raw for release in RELEASES for log in LOG_EVENTS for raw in raws_in(GOLDEN / release / log)]
    envelopes = map(Envelope.from_bytes, raws)
    assert {(envelope.type, envelope.version) for envelope in envelopes} == set(EVENTS)
