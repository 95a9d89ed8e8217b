"""The answer: counted, and by which events; or not, why, and which events are behind that."""

from collections.abc import Iterable, Mapping

from services.reporting.lineage.document import event_document, subject_document
from services.reporting.lineage.place import Place
from services.reporting.lineage.recorded_by import Provenance
from services.reporting.lineage.sources import Source, source_of
from services.reporting.reading.asked_form import Form
from services.reporting.subjects.kept import LOG_OF_KIND
from services.reporting.why_not.explaining import Explained
from services.reporting.why_not.rules.reasons import Reason, message
from shared.events.voiding import FactVoided
from shared.json_types import JsonObject
from shared.read_model.entry import Entry


def sources_in(kind: str, explained: Explained) -> Iterable[Source]:
    for each in explained.counted:
        yield from map(source_of, (*each.events, *each.also))
    if explained.reason is not None:
        yield from (source_in(kind, entry) for entry in explained.reason.behind)


def why_not_document(
    form: Form,
    place: Place,
    subject: tuple[str, str],
    explained: Explained,
    known: Mapping[Source, Provenance],
    names: Mapping[str, str],
) -> JsonObject:
    """`names` of organisations, as the report prints them."""
    kind, id_ = subject
    answer: JsonObject = form.named() | {
        "filer": place.filer,
        "column": place.column,
        "subject": {"kind": kind, "id": id_},
        "counted": explained.reason is None,
    }
    if explained.reason is None:
        return answer | {"subjects": [subject_document(each, place, known) for each in explained.counted]}
    return answer | {"reason": _reason(kind, explained, explained.reason, known, names)}


def _reason(
    kind: str,
    explained: Explained,
    reason: Reason,
    known: Mapping[Source, Provenance],
    names: Mapping[str, str],
) -> JsonObject:
    told: JsonObject = {
        "code": reason.code,
        "message": message(reason, names, survivor_counts=explained.survivor_counts),
    }
    if reason.who:
        told["filer"] = reason.who
    if reason.survivor:
        told["survivor"] = {"kind": kind, "id": reason.survivor, "counted": explained.survivor_counts}
    events = [event_document(source_in(kind, entry), entry, known) for entry in reason.behind]
    return told | {"events": events}


def source_in(kind: str, entry: Entry) -> Source:
    """A retraction is of the subject asked about: its own type says nothing of the log."""
    return Source(LOG_OF_KIND[kind], entry.position) if entry.type == FactVoided.type else source_of(entry)
