"""The answers: what becomes of the hazards found, by filer and for the whole table."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass

from services.reporting.counting.columns import annex_of_filer
from services.reporting.forms.documents.by_filer import by_filer
from services.reporting.reading.asked_form import Form
from services.reporting.rectification.ageing import BUCKETS, ageing
from services.reporting.rectification.closing_times import closing_times
from services.reporting.rectification.days import day_of
from services.reporting.rectification.found_hazard import FoundHazard
from services.reporting.rectification.overdue import overdue
from services.reporting.subjects.organisation import Organisation
from shared.json_types import JsonObject


@dataclass(frozen=True, slots=True)
class Told:
    """What an answer is made of."""

    form: Form
    organisations: Mapping[str, Organisation]
    only: frozenset[str] | None
    """The filers whose rows may be seen, without a total; None for everything."""
    hazards: Sequence[FoundHazard]
    """Of the whole town."""
    active: frozenset[str]
    """Filers that the campaign does not list, and that have a row all the same."""
    counted_to: int
    """The moment that ages are counted to."""


def ageing_document(told: Told) -> JsonObject:
    answer = _document(told, lambda hazards: ageing(hazards, told.counted_to))
    return answer | {"day": _day(told), "buckets": [asdict(bucket) for bucket in BUCKETS]}


def overdue_document(told: Told) -> JsonObject:
    return _document(told, lambda hazards: overdue(hazards, told.counted_to)) | {"day": _day(told)}


def closing_times_document(told: Told) -> JsonObject:
    return _document(told, closing_times)


def _document(told: Told, say: Callable[[Sequence[FoundHazard]], JsonObject]) -> JsonObject:
    """The total is of all hazards of the table, those that no filer is credited with included."""
    of_filer: dict[str, list[FoundHazard]] = defaultdict(list)
    of_table: list[FoundHazard] = []
    for each in told.hazards:
        known = told.organisations.get(each.filer)
        of_filer[each.filer].append(each)
        if annex_of_filer(None if known is None else known.kind) == told.form.annex:
            of_table.append(each)
    return by_filer(
        told.form,
        told.organisations,
        told.only,
        set(told.active),
        lambda filer: say(of_filer.get(filer, [])),
        lambda: say(of_table),
    )


def _day(told: Told) -> str:
    return day_of(told.counted_to).isoformat()
