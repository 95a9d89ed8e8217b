"""Reading stored bytes straight into entries makes the entries that whole envelopes make."""

from collections import defaultdict
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.reporting.subjects.as_recorded import kept_entry
from services.reporting.subjects.from_bytes import gather, read_event
from services.reporting.subjects.kept import KEPT_FIELDS
from shared.events.catalogue import LOG_EVENTS, NEWEST
from shared.events.envelope import Envelope
from shared.events.stream_id import StreamId
from shared.instant import microseconds, moment_at, write_instant
from shared.problems import Rejected
from shared.read_model.entry import Entry

TYPES = sorted({event.type for log in ("registry", "hazards") for event in LOG_EVENTS[log]})
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc"), inner, max_size=2),
    max_leaves=6,
)
TIMES = st.integers(-(10**15), 4 * 10**15).map(moment_at)


def envelope(
    type_: str, version: int, data: dict[str, Any], occurred: datetime, recorded: datetime
) -> Envelope:
    kind = "hazard" if type_ == "fact.voided" else type_.partition(".")[0]
    return Envelope(
        log="hazards", log_id="id", position=7, previous_hash="0" * 64, township="t", stream=f"t/{kind}/a/b",
        stream_version=1, type=type_, version=version, occurred=occurred, recorded=recorded, actor="a",
        actor_organisation="o", publisher="p", fact_source="s", fact_id="f", fact_digest="d",
        correlation="c", causation="c", data=data,
    )  # fmt: skip


@given(data=st.data(), type_=st.sampled_from(TYPES), occurred=TIMES, recorded=TIMES)
def test_as_from_the_whole_envelope(
    data: st.DataObject, type_: str, occurred: datetime, recorded: datetime
) -> None:
    names = [*KEPT_FIELDS.get(type_, ()), "description", "remark"]
    held = data.draw(st.dictionaries(st.sampled_from(names), VALUES))
    told = envelope(type_, NEWEST[type_], held, occurred, recorded)
    read = read_event(told.to_bytes())
    kept = kept_entry(told)
    known = StreamId.parse(told.stream).kind != "working_group"
    assert read[:3] == (7, write_instant(recorded), told.stream)
    assert read.entry == (None if kept is None else kept[1]) or not known
    gathered: defaultdict[str, list[Entry]] = defaultdict(list)
    assert gather([(7, told.to_bytes())], None, gathered) == 7
    assert gathered == ({} if read.entry is None else {told.stream: [read.entry]})
    assert gather([(7, told.to_bytes())], write_instant(recorded), gathered) == 0


def test_of_an_older_version_what_the_newest_says() -> None:
    now = datetime(2024, 12, 1, tzinfo=UTC)
    data = {"unit_id": "u1", "by": "d-a", "kinds": ["fine", "other"], "fine_fen": 7, "decision_no": "1"}
    told = envelope("penalty.imposed", 1, data, now, now)
    kept = kept_entry(told)
    assert kept is not None
    assert read_event(told.to_bytes()).entry == kept[1]
    assert kept[1].data["parts"] == [{"kind": "fine", "fine_fen": 7}, {"kind": "other"}]


def test_of_a_later_release() -> None:
    now = datetime(2024, 12, 1, tzinfo=UTC)
    for type_, version in (("hazard.found", 99), ("hazard.unheard_of", 1)):
        with pytest.raises(Rejected) as refused:
            read_event(envelope(type_, version, {}, now, now).to_bytes())
        assert refused.value.code == "unknown_event"
        assert refused.value.details == {
            "log": "hazards", "position": "7", "type": type_, "version": str(version),
        }  # fmt: skip
    assert microseconds(now) > 0


@pytest.mark.parametrize("raw", [b"", b"{}", b"[1]", b'{"position": 1}', b"\xff"])
def test_no_event_at_all(raw: bytes) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        read_event(raw)
