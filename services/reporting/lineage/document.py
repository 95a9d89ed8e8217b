"""The answer: the cell, its value, and what is behind it."""

from collections.abc import Iterable, Mapping, Sequence

from services.reporting.counting.columns import COLUMN
from services.reporting.forms.documents.money import wan_yuan
from services.reporting.lineage.cell import Counted
from services.reporting.lineage.pages import Page
from services.reporting.lineage.place import Place
from services.reporting.lineage.recorded_by import Provenance
from services.reporting.lineage.sources import Source, source_of
from services.reporting.reading.asked_form import Form
from shared.instant import moment_at, write_instant
from shared.json_types import JsonObject
from shared.read_model.entry import Entry


def lineage_document(
    form: Form,
    place: Place,
    counted: Sequence[Counted],
    page: Page,
    known: Mapping[Source, Provenance],
    kinds: Mapping[str, str],
) -> JsonObject:
    """`kinds` of the organisations: with the campaign they are the frame, no event of theirs is listed."""
    value = sum(each.weight for each in counted)
    answer: JsonObject = form.named() | {
        "filer": place.filer,
        "column": place.column,
        "value": wan_yuan(value) if COLUMN[place.column].kind == "sum" else value,
        "frame": {"campaign": form.campaign.id, "organisations": dict(kinds)},
        "subjects": [subject_document(each, place, known) for each in page.counted],
    }
    return answer if page.next is None else answer | {"next": page.next}


def entries_of(page: Page) -> Iterable[Entry]:
    for each in page.counted:
        yield from each.events
        yield from each.also


def subject_document(counted: Counted, place: Place, known: Mapping[Source, Provenance]) -> JsonObject:
    return {
        "kind": COLUMN[place.column].counts,
        "id": counted.member,
        "filer": counted.filer or None,
        "weight": counted.weight,
        "events": [event_document(source_of(entry), entry, known) for entry in counted.events],
        "also": [event_document(source_of(entry), entry, known) for entry in counted.also],
    }


def event_document(source: Source, entry: Entry, known: Mapping[Source, Provenance]) -> JsonObject:
    provenance = known[source]
    return {
        "log": source.log,
        "position": source.position,
        "type": entry.type,
        "occurred": write_instant(moment_at(entry.occurred)),
        "recorded": write_instant(moment_at(provenance.recorded)),
        "actor": provenance.actor,
        "organisation": provenance.organisation,
    }
