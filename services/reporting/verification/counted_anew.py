"""A submission counted anew from the events alone, and what differs from what was signed. Pure."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from threading import Event
from typing import Any

from services.reporting.counting.town import Town
from services.reporting.filing.state import Submission
from services.reporting.forms.documents.document import document
from services.reporting.reading.asked_form import Form
from services.reporting.subjects.as_recorded import Rows, rows_of
from services.reporting.subjects.kept import LOG_OF_KIND
from services.reporting.subjects.references import Named
from services.reporting.submissions.frozen import (
    Through,
    TownMarks,
    lineage_digest,
    shown_warnings,
    town_marks,
)
from services.reporting.turns.giving_up import until
from services.reporting.verification.findings import Finding
from shared.events.consolidating import ConsolidationSigned
from shared.events.reporting import ShownWarning, SubmissionSigned
from shared.read_model.entry import Entry

Entries = Mapping[Named, Sequence[Entry]]
"""Of one town's subjects, as recorded."""


def differences(submission: Submission, entries: Entries, given_up: Event) -> list[Finding]:
    """Of figures, digest and lineage. Raises `GivenUp` soon after that is set."""
    signed = submission.signed
    rows = rows_at(signed, entries)
    form = form_in(signed, rows)
    anew = None if form is None else row_anew(signed.filer, form, town_marks(rows, form, patient(given_up)))
    if anew is None:
        return [Finding("submission", "figures")]
    found = {
        "figures": anew.figures == signed.figures,
        "digest": anew.digest == signed.digest,
        "lineage": anew.lineage_digest == signed.lineage_digest,
    }
    return [Finding("submission", what) for what, equal in found.items() if not equal]


def patient(given_up: Event) -> Through:
    return partial(until, given_up)


def rows_at(signed: SubmissionSigned | ConsolidationSigned, entries: Entries) -> Rows:
    """What held at the positions that were frozen."""
    positions = {log: held.position for log, held in signed.logs.items()}
    return rows_of(((*key, held) for key, held in entries.items()), positions)


def form_in(signed: SubmissionSigned | ConsolidationSigned, rows: Rows) -> Form | None:
    """None where the campaign was not there yet."""
    campaign = Town.of(rows).campaigns.get(signed.campaign_id)
    if campaign is None:
        return None
    positions = {log: held.position for log, held in signed.logs.items()}
    return Form(signed.annex, campaign, signed.policy, signed.occurred_until, None, positions)


@dataclass(frozen=True, slots=True)
class RowAnew:
    """What would be frozen of a filer's row."""

    figures: Mapping[str, int]
    digest: str
    lineage_digest: str
    warnings: Sequence[ShownWarning]


def row_anew(filer: str, form: Form, marks: TownMarks) -> RowAnew | None:
    """None where the form has no row of the filer."""
    figures = marks.figures
    shown: dict[str, Any] = dict(document(form, figures, marks.background.organisations, frozenset({filer})))
    if not shown["rows"]:
        return None
    return RowAnew(
        figures.row(form.annex, filer),
        shown["digest"],
        lineage_digest(form.annex, marks.of(filer)),
        shown_warnings(shown["warnings"]),
    )


def other_entries(
    entries: Entries, kept: Iterator[tuple[Named, Sequence[Entry]]], last: Callable[[str], int]
) -> list[Finding]:
    """Where the rows that figures are answered from differ from the events: the first position of each log.

    `last`: how far the report goes, by log."""
    rows = {
        key: known
        for key, held in kept
        if (known := [entry for entry in held if entry.position <= last(LOG_OF_KIND[key[0]])])
    }
    found: dict[str, int] = {}
    for key in entries.keys() | rows.keys():
        log = LOG_OF_KIND[key[0]]
        said, has = list(entries.get(key, ())), rows.get(key, [])
        if said != has:
            position = _first(said, has)
            found[log] = min(found.get(log, position), position)
    return [Finding("rows", "entries", log, position) for log, position in sorted(found.items())]


def _first(said: Sequence[Entry], has: Sequence[Entry]) -> int:
    for one, other in zip(said, has, strict=False):
        if one != other:
            return min(one.position, other.position)
    longer = said if len(said) > len(has) else has
    return longer[min(len(said), len(has))].position
