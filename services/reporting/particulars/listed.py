"""What was looked up for a list, and the words' view of it: made where it is written, off the event loop."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.reporting.counting.background import Background
from services.reporting.counting.context import Context
from services.reporting.counting.period import Period
from services.reporting.counting.policy import POLICIES
from services.reporting.lineage.recorded_by import Provenance
from services.reporting.lineage.sources import Source
from services.reporting.particulars.words.known import Known
from services.reporting.reading.asked_form import Form
from services.reporting.subjects.merging import standing
from services.reporting.subjects.official import Official
from services.reporting.subjects.organisation import Organisation
from services.reporting.subjects.references import Named
from services.reporting.subjects.unit import Unit
from shared.read_model.entry import Entry, in_force


@dataclass(frozen=True, slots=True)
class Gathered:
    form: Form
    organisations: Mapping[str, Organisation]
    recorded: Mapping[Named, Sequence[Entry]]
    """Up to the form's positions, what was taken back included."""
    said: Mapping[Source, dict[str, Any]]
    provenance: Mapping[Source, Provenance]
    """Of the decisive events."""

    def known(self) -> Known:
        subjects = {key: in_force(entries) for key, entries in self.recorded.items() if entries}
        of_kind: dict[str, dict[str, Sequence[Entry]]] = defaultdict(dict)
        for (kind, subject), held in subjects.items():
            of_kind[kind][subject] = held
        background = Background(
            self.organisations,
            {each: Official.of(_terms(held)) for each, held in of_kind["official"].items()},
            {each: Unit.of(held) for each, held in of_kind["unit"].items()},
            {each: standing("hazard", held) for each, held in of_kind["hazard"].items()},
        )
        form = self.form
        context = Context(Period.of(form.campaign, form.moment), POLICIES[form.policy], background)
        return Known(context, form.moment, subjects, self.said)


def _terms(held: Sequence[Entry]) -> list[Entry]:
    return [entry for entry in held if entry.type != "official.registered"]
