"""Where a form stands as reminders see it: as reporting's own fold says, and without what people wrote."""

from collections.abc import Sequence
from typing import Any

import orjson
import pytest
from hypothesis import given

from services.notifications.subjects.filing import filing_view
from services.notifications.subjects.kept import KEPT, entry_of
from services.reporting.filing.state import Filing, Submission, evolve
from services.reporting.filing.timeliness import keeps_time_until
from shared.events.base import Event
from shared.events.catalogue import load_event
from shared.events.envelope import Envelope
from shared.instant import microseconds, moment_at, write_instant
from shared.read_model.entry import Entry
from tests.notifications.rules.winter import at, moment
from tests.reporting.deriving.altered import FIRST
from tests.reporting.filing.lives import TRIES, Try, lived

TOLD = {
    "sign": ("submission.signed", {"annex": "annex-4", "period": "3", "filer": "v-1"}),
    "agree": ("submission.reviewed", {}),
    "accept": ("submission.accepted", {}),
    "return": ("submission.returned", {"column": "fines", "keeps_time_until": "K"}),
    "withdraw": ("submission.withdrawn", {"keeps_time_until": "K"}),
    "extend": ("extension.granted", {"period": "3", "filer": "v-1", "until": "U"}),
}


def story(*acts: str) -> list[Entry]:
    """`sign n-1`, `sign n-2 corrects n-1`, `sign n-1 review head`: one a day from 12-01 on."""
    entries = []
    for position, act in enumerate(acts, 1):
        what, number, *more = act.split()
        type_, data = TOLD[what]
        pairs = dict(zip(more[::2], more[1::2], strict=True))
        occurred = microseconds(moment(f"12-{position:02} 10:00"))
        entries.append(Entry(type_, occurred, position, data | {"number": number} | pairs))
    return entries


RETURNED = {"number": "n-1", "at": at("12-02 10:00"), "column": "fines", "keeps_time_until": "K"}


@pytest.mark.parametrize(
    ("given_", "then"),
    [
        (["sign n-1"], {"state": "signed", "number": "n-1", "since": at("12-01 10:00"), "annex": "annex-4"}),
        (["sign n-1 review head"], {"state": "waiting_review"}),
        (["sign n-1 review head", "agree n-1"], {"state": "signed", "since": at("12-02 10:00")}),
        (["sign n-1", "accept n-1"], {"state": "accepted", "returned": None}),
        (["sign n-1", "withdraw n-1"], {"state": "withdrawn", "keeps_time_until": "K", "returned": None}),
        (["sign n-1", "return n-1"], {"state": "returned", "keeps_time_until": "K", "returned": RETURNED}),
        (["sign n-1", "return n-1", "sign n-2"], {"state": "signed", "number": "n-2", "returned": None}),
        (["sign n-1", "accept n-1", "sign n-2 corrects n-1"], {"state": "signed", "corrects": "n-1"}),
        (
            ["sign n-1", "accept n-1", "sign n-2 corrects n-1", "return n-2"],
            {"state": "accepted", "number": "n-1",
             "returned": RETURNED | {"number": "n-2", "at": at("12-04 10:00")}},
        ),
        (["extend -"], {"state": "none", "extended_until": "U"}),
        (["extend -", "sign n-1", "withdraw n-1"], {"state": "withdrawn", "extended_until": "U"}),
    ],
)  # fmt: skip
def test_where_it_stands(given_: list[str], then: dict[str, Any]) -> None:
    view: Any = filing_view("c-1", story(*given_))
    assert {name: view["places"]["3/v-1"][name] for name in then} == then


def test_which_periods_were_consolidated() -> None:
    entries = [
        Entry("consolidation.signed", 0, number, {"annex": annex, "period": period})
        for number, (annex, period) in enumerate([("annex-4", "2"), ("annex-3", "1"), ("annex-4", "2")], 1)
    ]
    view = filing_view("c-1", entries)
    assert view == {"id": "c-1", "places": {}, "consolidated": {"annex-3": ["1"], "annex-4": ["2"]}}


@given(TRIES)
def test_it_is_what_reporting_makes_of_it(tries: list[Try]) -> None:
    filing, history, _ = lived(tries)
    entries = [kept(event, occurred, number) for number, (event, occurred) in enumerate(history, 1)]
    agree(filing, entries)


def test_it_is_what_reporting_makes_of_the_golden_log() -> None:
    lines = (FIRST / "reporting.jsonl").read_bytes().splitlines()
    envelopes = [each for each in map(Envelope.from_bytes, lines) if "/filing/" in each.stream]
    streams = {envelope.stream for envelope in envelopes}
    assert len(streams) == 4
    for stream in streams:
        filing, entries = Filing(), []
        for envelope in (each for each in envelopes if each.stream == stream):
            event = load_event(envelope.type, envelope.version, envelope.data)
            filing = evolve(filing, event, envelope.position, microseconds(envelope.occurred))
            entry = entry_of(envelope)
            entries += [] if entry is None else [entry]
            agree(filing, entries)


def test_keys_are_no_filing() -> None:
    lines = (FIRST / "reporting.jsonl").read_bytes().splitlines()
    keys = [each for each in map(Envelope.from_bytes, lines) if each.type.startswith("key.")]
    assert [entry_of(each) for each in keys] == [None] * 4


def kept(event: Event, occurred: int, position: int) -> Entry:
    data = orjson.loads(event.model_dump_json(exclude_none=True))
    return Entry(event.type, occurred, position, {n: data[n] for n in KEPT[event.type] if n in data})


def agree(filing: Filing, entries: Sequence[Entry]) -> None:
    view: Any = filing_view("winter", entries)
    places = {submission.place for submission in filing.submissions.values()}
    assert set(view["places"]) == {"/".join(place) for place in (*places, *filing.extensions)}
    for period, filer in places:
        place, submissions = view["places"][f"{period}/{filer}"], filing.of(period, filer)
        shown = filing.standing(period, filer) or submissions[-1]
        kept_until = keeps_time_until(shown)
        assert (place["state"], place["number"]) == (state(shown), shown.number)
        assert place["keeps_time_until"] == (kept_until and write_instant(moment_at(kept_until)))
        assert (place["returned"] is not None) == (submissions[-1].status == "returned")
    sheets = {each.sheet for each in filing.consolidations.values()}
    assert {(period, annex) for annex, of in view["consolidated"].items() for period in of} == sheets


def state(submission: Submission) -> str:
    return "waiting_review" if submission.awaits_review else submission.status
