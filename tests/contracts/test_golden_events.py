"""What a log once stored is read for ever, and written again it is the same bytes."""

from pathlib import Path

import pytest

from shared.events.catalogue import EVENTS
from shared.events.envelope import Envelope
from shared.events.judged import STORED
from tests.contracts.golden import golden_files, type_and_version


@pytest.mark.parametrize("file", golden_files(), ids=lambda file: file.name)
def test_golden_event_is_read_and_written_unchanged(file: Path) -> None:
    raw = file.read_bytes()
    envelope = Envelope.from_bytes(raw)
    assert (envelope.type, envelope.version) == type_and_version(file)
    assert envelope.to_bytes() == raw
    event = EVENTS[envelope.type, envelope.version].model_validate(envelope.data, context=STORED)
    assert event.payload() == envelope.data


def test_every_event_and_version_has_a_golden_file() -> None:
    assert {type_and_version(file) for file in golden_files()} == set(EVENTS)
