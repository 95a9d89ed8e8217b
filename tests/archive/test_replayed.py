"""A replay reads archives of segments as it reads a folder of logs."""

from pathlib import Path

import pytest

from deploy.cli.archive_named import opened
from services.reporting.deriving.stored_logs import LOGS
from shared.problems import Rejected
from tests.archive.tampering import rewritten, with_raw
from tests.support.archives import events, write_archive

RAWS = {log: events(30, log=log) for log in LOGS}


@pytest.fixture
def place(tmp_path: Path) -> Path:
    for log, raws in RAWS.items():
        write_archive(tmp_path / log, raws, (10,))
    return tmp_path


def test_every_event_up_to_a_position(place: Path) -> None:
    archive = opened(place)
    for log, raws in RAWS.items():
        assert archive.last(log) == 30
        for last in (0, 1, 10, 11, 29, 30):
            assert list(archive.read(log, last)) == list(enumerate(raws[:last], 1)), last


def test_what_was_altered_is_refused(place: Path) -> None:
    rewritten(place / "hazards", 1, with_raw(4, lambda raw: raw.replace("被堵", "畅通")))
    with pytest.raises(Rejected) as refused:
        list(opened(place).read("hazards", 30))
    assert (refused.value.code, refused.value.details["position"]) == ("archive_broken", "15")


def test_a_log_that_is_missing_is_named(place: Path) -> None:
    (place / "registry" / "manifest.json").unlink()
    with pytest.raises(Rejected) as refused:
        opened(place)
    assert (refused.value.code, refused.value.details["log"]) == ("log_missing", "registry")
