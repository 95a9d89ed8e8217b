"""What a log holds in an older version is read as the newest one says it, and means what it meant."""

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.events.catalogue import (
    EVENTS,
    NEWEST,
    OLDER_VERSIONS,
    UnknownEvent,
    load_event,
    newest_data,
    versions_of,
)
from shared.events.envelope import Envelope, read_essentials
from shared.events.hazards import PenaltyImposed
from shared.events.older.penalty_imposed_1 import to_version_2
from tests.contracts.golden import GOLDEN, golden_files, type_and_version

UPCAST = Path(__file__).parent / "upcast"
OLD_FILES = [file for file in golden_files() if type_and_version(file) in OLDER_VERSIONS]


def test_no_version_is_missing_in_between() -> None:
    for (type_, version), older in OLDER_VERSIONS.items():
        assert (older.event.type, older.event.version) == (type_, version)
        assert (type_, version + 1) in EVENTS, "an upcaster leads to the version after it"
    for type_, newest in NEWEST.items():
        assert [each.version for each in versions_of(EVENTS[type_, newest])] == list(range(1, newest + 1))


@pytest.mark.parametrize("file", OLD_FILES, ids=lambda file: file.name)
def test_golden_upcasting(file: Path) -> None:
    """The bytes of then, and what is made of them now: neither ever changes."""
    raw = file.read_bytes()
    said = json.loads((UPCAST / file.name).read_text("utf-8"))
    assert newest_data(Envelope.from_bytes(raw)) == newest_data(read_essentials(raw)) == said
    event = load_event(*type_and_version(file), Envelope.from_bytes(raw).data)
    assert (event.version, event.payload()) == (NEWEST[event.type], said)


def test_every_golden_event_of_an_older_version_has_one() -> None:
    assert {file.name for file in UPCAST.iterdir()} == {file.name for file in OLD_FILES}


@pytest.mark.parametrize(("type_", "version"), [("penalty.imposed", 3), ("hazard.found", 2), ("x.y", 1)])
def test_what_a_newer_release_wrote_is_named(type_: str, version: int) -> None:
    written = Envelope.from_bytes((GOLDEN / "penalty.imposed.v2.json").read_bytes())
    written = written._replace(type=type_, version=version)
    named = f"knows no {type_} of version {version}"
    with pytest.raises(UnknownEvent, match=named):
        newest_data(written)
    with pytest.raises(UnknownEvent, match=named):
        load_event(type_, version, {})


KINDS = st.lists(st.sampled_from(["fine", "stop_work", "suspend_business", "other"]), min_size=1, max_size=6)


@given(kinds=KINDS, fen=st.integers(0, 10**15), more=st.sampled_from([{}, {"hazard_id": "h"}]))
def test_a_penalty_means_what_it_meant(kinds: list[str], fen: int, more: dict[str, Any]) -> None:
    """Also where nobody would be let in any more: twice the same kind, a sum without a fine."""
    data = {"penalty_id": "p", "unit_id": "u", "by": "d", "decision_no": "1", **more}
    stored: dict[str, Any] = {**data, "kinds": kinds, "fine_fen": fen}
    before = deepcopy(stored)
    lifted = to_version_2(stored)
    assert stored == before, "an upcaster leaves what it is given alone"
    event = load_event("penalty.imposed", 1, stored)
    assert isinstance(event, PenaltyImposed)
    assert event.payload() == lifted
    assert {name: value for name, value in lifted.items() if name != "parts"} == data
    assert sum(part.fine_fen or 0 for part in event.parts) == fen if "fine" in kinds or fen else True
    of_kinds = [part.kind for part in event.parts]
    assert of_kinds == list(dict.fromkeys([*kinds, *(["fine"] if fen else [])]))
