"""Whatever people try with the forms of one period, in any order, and what becomes of it."""

from dataclasses import dataclass

from hypothesis import strategies as st

from services.reporting.filing.reviewing import accept, return_, withdraw
from services.reporting.filing.signing import content, refuse_to_sign
from services.reporting.filing.state import Filing, evolve
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


def lived(tries: list[Try]) -> tuple[Filing, list[tuple[Event, int]], int]:
    """What it came to, the events with their moments, and the moment at the end. What is refused is none."""
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
    return filing, history, now
