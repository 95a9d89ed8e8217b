"""Events as lineage names them: by log and position."""

from typing import NamedTuple

from services.reporting.subjects.kept import LOG_OF_KIND
from shared.read_model.entry import Entry


class Source(NamedTuple):
    log: str
    position: int


def source_of(entry: Entry) -> Source:
    """The type of an event begins with the kind of its subject, and a kind has one log."""
    return Source(LOG_OF_KIND[entry.type.partition(".")[0]], entry.position)
