"""A submission counted anew from the events alone, and what differs from what was signed. Pure."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from threading import Event

from services.reporting.counting.town import Town
from services.reporting.filing.state import Submission
from services.reporting.forms.documents.document import document
from services.reporting.reading.asked_form import Form
from services.reporting.subjects.as_recorded import rows_of
from services.reporting.subjects.kept import LOG_OF_KIND
from services.reporting.subjects.references import Named
from services.reporting.submissions.frozen import frozen
from services.reporting.verification.findings import Finding
from shared.events.consolidating import ConsolidationSigned
from shared.events.reporting import SubmissionSigned
from shared.read_model.entry import Entry, encode

Entries = Mapping[Named, Sequence[Entry]]
"""Of one town's subjects, as recorded."""


def differences(submission: Submission, entries: Entries, given_up: Event) -> list[Finding]:
    """Of figures, digest and lineage. Raises `GivenUp` soon after that is set."""
    signed = submission.signed
    form = form_of(signed, entries)
    if form is None:
        return [Finding("submission", "figures")]
    stored = [(kind, subject, encode(held)) for (kind, subject), held in entries.items()]
    anew = frozen(signed.filer, stored, form, given_up)
    organisations = _town(signed, entries).organisations
    shown = document(form, anew.figures, organisations, frozenset({signed.filer}))
    found = {
        "figures": anew.figures.row(signed.annex, signed.filer) == signed.figures,
        "digest": shown["digest"] == signed.digest,
        "lineage": anew.lineage_digest == signed.lineage_digest,
    }
    return [Finding("submission", what) for what, equal in found.items() if not equal]


def _town(signed: SubmissionSigned | ConsolidationSigned, entries: Entries) -> Town:
    positions = {log: held.position for log, held in signed.logs.items()}
    return Town.of(rows_of(((*key, held) for key, held in entries.items()), positions))


def form_of(signed: SubmissionSigned | ConsolidationSigned, entries: Entries) -> Form | None:
    """None where the campaign was not there yet."""
    campaign = _town(signed, entries).campaigns.get(signed.campaign_id)
    if campaign is None:
        return None
    positions = {log: held.position for log, held in signed.logs.items()}
    return Form(signed.annex, campaign, signed.policy, signed.occurred_until, None, positions)


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
