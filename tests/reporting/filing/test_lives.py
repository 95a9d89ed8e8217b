"""Whatever people try, in any order: one submission stands, and what was signed is never lost."""

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from services.reporting.filing.completeness import reported, tally
from services.reporting.filing.reviewing import accept, return_, withdraw
from services.reporting.filing.signing import content, refuse_to_sign
from services.reporting.filing.state import Filing, evolve
from services.reporting.filing.timeliness import is_on_time
from services.reporting.filing.working_days import next_working_day_closing
from shared.events.base import Event
from shared.events.reporting import SubmissionSigned
from shared.problems import Rejected
from tests.reporting.filing.signings import moment, periods, person, signing

FILERS = ("d-a", "d-b")


@dataclass(frozen=True)
class Try:
    act: str
    filer: str
    hours: int
    """After the one before."""
    nth: int
    """Of the filer's submissions so far."""


TRIES = st.lists(
    st.builds(
        Try,
        st.sampled_from(["sign", "sign", "correct", "withdraw", "return", "accept"]),
        st.sampled_from(FILERS),
        st.integers(0, 12),
        st.integers(0, 5),
    ),
    max_size=25,
)


def events_of(filing: Filing, tried: Try, now: int, figures: int) -> list[Event]:
    number = f"2-{tried.filer}-{tried.nth + 1}"
    by = person("李雷", "safety-office")
    until = next_working_day_closing(now)
    match tried.act:
        case "withdraw":
            return [withdraw(filing, "winter", number, by, until)]
        case "return":
            return [return_(filing, "winter", number, by, until, "请核对", None)]
        case "accept":
            return list(accept(filing, "winter", [number], by))
    due = periods()["2"]
    correcting = tried.act == "correct"
    asked = signing(
        filer=tried.filer,
        signed_at=now,
        occurred_until=due.cutoff if correcting or now >= due.deadline else now,
        late_reason="holiday" if now >= due.deadline else None,
        corrects=number if correcting else None,
        correction_reason="漏录" if correcting else None,
        figures={"hazards_found": figures},
    )
    refuse_to_sign(filing, asked, None)
    made = content(filing, asked, None, {})
    fields = {name: getattr(made, name) for name in type(made).model_fields}
    return [SubmissionSigned(**fields, key_id="k", signature="c2ln", paper_signature="c2ln")]


@given(tries=TRIES)
def test_one_stands_and_nothing_that_was_signed_is_lost(tries: list[Try]) -> None:
    filing, now = Filing(), moment("12-13 09:00")
    history: list[tuple[Event, int]] = []
    for figures, tried in enumerate(tries):
        now += tried.hours * 3600 * 1_000_000
        try:
            events = events_of(filing, tried, now, figures)
        except Rejected:
            continue
        for event in events:
            filing = evolve(filing, event, len(history) + 1, now)
            history.append((event, now))
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
