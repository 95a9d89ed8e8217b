"""A release after this one, in a test: it knows a type more, and a version more of a type."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import ClassVar
from unittest.mock import patch

from shared.events import catalogue
from shared.events.base import Event
from shared.events.hazards import PenaltyImposed
from shared.events.older.upcaster import Older
from shared.events.registry import UnitGraded
from shared.events.text import Id, Text
from shared.json_types import JsonObject

UNSAID = "未载明"


class ProgressNoted(Event):
    """督办进展."""

    type: ClassVar[str] = "hazard.progress_noted"
    hazard_id: Id


class UnitGraded2(UnitGraded):
    """With what the grade rests on."""

    version: ClassVar[int] = 2
    basis: Text


class PenaltyImposed3(PenaltyImposed):
    """With the law that it rests on."""

    version: ClassVar[int] = 3
    ground: Text


def to_version_3(data: JsonObject) -> JsonObject:
    return data | {"ground": UNSAID}


@contextmanager
def newer_release() -> Iterator[None]:
    """While it lasts this process is of that release."""
    known = {(each.type, each.version): each for each in (ProgressNoted, UnitGraded2, PenaltyImposed3)}
    newest = {each.type: each.version for each in known.values()}
    older = {
        ("penalty.imposed", 2): Older(PenaltyImposed, to_version_3),
        ("unit.graded", 1): Older(UnitGraded, lambda data: data | {"basis": UNSAID}),
    }
    with (
        patch.dict(catalogue.EVENTS, known),
        patch.dict(catalogue.NEWEST, newest),
        patch.dict(catalogue.OLDER_VERSIONS, older),
    ):
        yield
