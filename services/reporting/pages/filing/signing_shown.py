"""What the signing page shows: the prepared report, and what has to be said to it. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.reporting.counting.columns import COLUMN
from services.reporting.filing.due import Due
from services.reporting.filing.signing import falls
from services.reporting.filing.state import Act, Submission
from services.reporting.filing.timeliness import keeps_time_until, lasting, would_be_on_time
from services.reporting.forms.documents.changes import change
from services.reporting.forms.documents.checks import UNGRADED, ungraded
from services.reporting.forms.documents.money import shown
from services.reporting.narrative.numbers import unbacked
from services.reporting.pages.filing.causes import Found, causes_found
from services.reporting.pages.filing.figures import Beside, Group, groups_of, label_of, measure_of, spoken
from services.reporting.submissions.narrative_api import Drafted, known_numbers
from services.reporting.submissions.preparing import Prepared, Seen
from shared.events.reporting import SubmissionReturned
from shared.pages.posted import Posted


@dataclass(frozen=True, slots=True)
class Fallen:
    """已整改比上期少2条，请说明原因。"""

    column: str
    label: str
    name: str
    by: int | str
    measure: str
    causes: Sequence[Found]


@dataclass(frozen=True, slots=True)
class Returned:
    """退回, of the last one that was signed."""

    act: Act
    event: SubmissionReturned
    keeps_time_until: int


@dataclass(frozen=True, slots=True)
class Narrated:
    """情况说明 as far as it is written."""

    attached: bool
    paragraph: str
    problems: str
    next_steps: str
    unbacked: Sequence[str]
    """Numbers in what people wrote that no figure of the report backs."""


@dataclass(frozen=True, slots=True)
class SigningShown:
    due: Due
    filer: str
    filer_name: str
    seen: Seen
    digest: str
    waiting: int | None
    groups: Sequence[Group]
    errors: Sequence[Mapping[str, Any]]
    warnings: Sequence[Mapping[str, Any]]
    ungraded: int
    falls: Sequence[Fallen]
    unchanged: bool
    late: bool
    before: Submission | None
    standing: Submission | None
    """Somebody has signed it."""
    returned: Returned | None
    narrated: Narrated


def signing_shown(made: Prepared, drafted: Drafted, typed: Posted, now: int) -> SigningShown:
    """`typed`: what stands in the fields."""
    form, row = made.counted.form, made.counted.frozen.figures.row(made.counted.form.annex, made.filer)
    submissions = made.filing.of(made.due.key, made.filer)
    returned = _returned(submissions)
    warnings = made.counted.warnings
    return SigningShown(
        due=made.due,
        filer=made.filer,
        filer_name=made.counted.filer_name,
        seen=Seen(form.moment, form.positions),
        digest=made.counted.digest,
        waiting=made.waiting,
        groups=groups_of(form.annex, row, _beside(made, row, warnings, returned)),
        errors=[each for each in warnings if each["level"] == "error"],
        warnings=[each for each in warnings if each["level"] != "error" and each["code"] != UNGRADED],
        ungraded=max(0, ungraded(row)),
        falls=list(_falls(made, row)),
        unchanged=made.before is not None and made.before.signed.figures == row,
        late=not would_be_on_time(submissions, made.due.deadline, now),
        before=made.before,
        standing=made.filing.standing(made.due.key, made.filer),
        returned=returned,
        narrated=_narrated(drafted, typed),
    )


def _beside(
    made: Prepared, row: Mapping[str, int], warnings: Sequence[Mapping[str, Any]], returned: Returned | None
) -> Beside:
    beside = Beside(changes_since(made.earlier, row))
    for warning in warnings:
        column = column_of(warning["code"])
        if column is not None and warning["code"] != UNGRADED:
            beside.note(column, "error" if warning["level"] == "error" else "warning", warning["zh"])
    if returned is not None and returned.event.column is not None:
        beside.note(returned.event.column, "returned", returned.event.reason)
    return beside


def changes_since(earlier: Submission | None, row: Mapping[str, int]) -> dict[str, str]:
    """较上期, by column."""
    before = {} if earlier is None else earlier.signed.figures
    return {
        column: change(COLUMN[column], value - before[column])
        for column, value in row.items()
        if column in before
    }


def column_of(code: str) -> str | None:
    """The cell that a warning is about, by its code: the lesser of the two that it compares."""
    if code in (UNGRADED, "grades_exceed_units"):
        return "units"
    column = code.partition("_exceeds_")[0]
    return column if column in COLUMN else None


def _falls(made: Prepared, row: Mapping[str, int]) -> Iterator[Fallen]:
    for column, by in falls(made.before, row).items():
        causes = causes_found(made.losses.get(column, ()))
        yield Fallen(
            column, label_of(column), spoken(column), shown(COLUMN[column], by), measure_of(column), causes
        )


def _returned(submissions: Sequence[Submission]) -> Returned | None:
    """None once it was signed again."""
    last = next(reversed(lasting(submissions)), None)
    if last is None or last.status != "returned":
        return None
    act = last.acts[-1]
    kept = keeps_time_until(last)
    return Returned(act, act.event, kept) if isinstance(act.event, SubmissionReturned) and kept else None


def _narrated(drafted: Drafted, typed: Posted) -> Narrated:
    problems, next_steps = typed.text("problems") or "", typed.text("next_steps") or ""
    known = known_numbers(drafted)
    flagged = [each.text for text in (problems, next_steps) for each in unbacked(text, known)]
    return Narrated(bool(typed.all("narrative")), drafted.draft.paragraph, problems, next_steps, flagged)
