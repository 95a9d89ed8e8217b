"""Whatever people try, in any order: one submission stands, and what was signed is never lost."""

from hypothesis import given

from services.reporting.filing.completeness import reported, tally
from services.reporting.filing.state import Filing, evolve
from services.reporting.filing.timeliness import is_on_time
from services.reporting.filing.working_days import next_working_day_closing
from shared.events.reporting import SubmissionSigned
from tests.reporting.filing.lives import FILERS, TRIES, Try, lived
from tests.reporting.filing.signings import moment, periods


@given(tries=TRIES)
def test_one_stands_and_nothing_that_was_signed_is_lost(tries: list[Try]) -> None:
    filing, history, now = lived(tries)
    signed = [event for event, _ in history if isinstance(event, SubmissionSigned)]
    assert [each.signed for each in filing.submissions.values()] == signed
    again = Filing()
    for position, (event, moment_) in enumerate(history, 1):
        again = evolve(again, event, position, moment_)
    assert again == filing
    due = periods()["2"]
    for filer in FILERS:
        assert sum(each.stands for each in filing.of("2", filer)) <= 1
        numbers = [each.number for each in filing.of("2", filer)]
        assert numbers == [f"2-{filer}-{n + 1}" for n in range(len(numbers))]
    lines = [reported(filing, due, filer, now) for filer in FILERS]
    counts = tally(lines)
    assert counts.expected == counts.reported + counts.missing == len(FILERS)
    assert counts.reported == counts.on_time + counts.late
    for line in lines:
        if line.submission is not None and line.submission.stands:
            assert line.on_time == is_on_time(filing.of("2", line.filer), due.deadline)


def test_working_days_are_those_of_the_state_council() -> None:
    """Friday, a Saturday, the days before and within the Spring Festival, and a Sunday that is worked."""
    for day, closing in (
        ("12-13 10:00", "12-16 18:00"),
        ("12-14 10:00", "12-16 18:00"),
        ("01-25 10:00", "01-26 18:00"),
        ("01-27 19:00", "02-05 18:00"),
        ("02-07 10:00", "02-08 18:00"),
    ):
        assert next_working_day_closing(moment(day)) == moment(closing), day
