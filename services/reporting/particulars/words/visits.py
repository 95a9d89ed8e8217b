"""Who came: the organisations of an inspection, and the leaders that took part."""

from collections.abc import Iterator

from services.reporting.particulars.words.known import Known
from shared.read_model.entry import Entry


def inspectors_of(visit: Entry, known: Known) -> Iterator[str]:
    for organisation in (visit.data["by"], *visit.data.get("with", ())):
        yield known.organisation(organisation)


def participants_of(visit: Entry, known: Known) -> Iterator[str]:
    for official in visit.data["participants"]:
        yield known.official(official)


def leaders_of(visit: Entry, known: Known) -> Iterator[str]:
    """Who led at that moment, with the office held then."""
    for official in visit.data["participants"]:
        person = known.context.background.officials.get(official)
        for term in () if person is None else person.leading_at(visit.occurred):
            yield f"{known.official(official)}（{term.data['office']}）"
