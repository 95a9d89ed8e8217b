"""What a span says of a subject holds of its entries."""

from hypothesis import given

from services.reporting.subjects.kept import LOG_OF_KIND, entry_of
from services.reporting.subjects.seen import may_be_seen, seen_by_others
from services.reporting.subjects.span import Span
from shared.events.stream_id import StreamId
from shared.read_model.entry import Entry, in_force
from tests.reporting.histories import Saying, histories, told


def entries_of(history: list[Saying]) -> dict[tuple[str, str], list[Entry]]:
    found: dict[tuple[str, str], list[Entry]] = {}
    for log in told(history).logs.values():
        for envelope in log:
            _, kind, subject = StreamId.parse(envelope.stream)
            entry = entry_of(envelope)
            if kind in LOG_OF_KIND and entry is not None:
                found.setdefault((kind, subject), []).append(entry)
    return found


@given(history=histories())
def test_others_see_nothing_of_entries_after_the_last_that_may_be_seen(history: list[Saying]) -> None:
    for (kind, subject), entries in entries_of(history).items():
        span = Span.of(kind, entries)
        upto = [entry for entry in entries if entry.position <= span.seen_position]
        seen, now = seen_by_others(kind, in_force(upto)), seen_by_others(kind, in_force(entries))
        assert seen == now, (kind, subject, entries)
        assert span.seen_position in (0, *(e.position for e in entries if may_be_seen(kind, e.type)))


@given(history=histories())
def test_all_entries_lie_in_it(history: list[Saying]) -> None:
    for (kind, _), entries in entries_of(history).items():
        span = Span.of(kind, entries)
        assert {span.first_position, span.last_position} <= {entry.position for entry in entries}
        assert {span.first_occurred, span.last_occurred} <= {entry.occurred for entry in entries}
        for entry in entries:
            assert span.first_position <= entry.position <= span.last_position
            assert span.first_occurred <= entry.occurred <= span.last_occurred


def test_grades_and_closures_are_seen_by_nobody() -> None:
    graded = Entry("unit.graded", 5, 4, {"grade": "red"})
    registered = Entry("unit.registered", 9, 2, {"village": "v-e"})
    assert Span.of("unit", [registered, graded]) == Span(2, 4, 2, 5, 9)
    assert Span.of("hazard", [Entry("hazard.closed", 5, 7, {})]) == Span(7, 7, 0, 5, 5)
    assert Span.of("official", [Entry("official.term_ended", 5, 7, {})]).seen_position == 7
