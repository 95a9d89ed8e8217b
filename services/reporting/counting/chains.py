"""Which subjects others' marks depend on: those that they name, and all that these were merged into."""

from collections.abc import Iterable

from services.reporting.counting.background import Background
from services.reporting.subjects.merging import chain
from services.reporting.subjects.references import Named


def with_chains(named: Iterable[Named], background: Background) -> set[Named]:
    """And all that these were merged into, one after the other."""
    followed: set[Named] = set()
    for kind, subject in named:
        if kind == "unit":
            followed.update(("unit", link) for link in chain(subject, background.unit_standing))
        elif kind == "hazard":
            followed.update(("hazard", link) for link in chain(subject, background.hazard_standing))
        else:
            followed.add((kind, subject))
    return followed
