"""Some of a timeline's events at a time, from a position on."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import Query

from shared.http.parameters import Number
from shared.json_types import Json, JsonObject
from shared.timelines.event import TimelineEvent
from shared.timelines.words import Named

After = Annotated[Number, Query(description="The `next` of the page before: a position.")]
Limit = Annotated[int, Query(ge=1, le=500)]
PAGE = 100


def page_document(subject: Named, events: Sequence[TimelineEvent], after: int, limit: int) -> JsonObject:
    left = [each for each in events if each.envelope.position > after]
    shown: list[Json] = [each.document() for each in left[:limit]]
    kind, id_ = subject
    document: JsonObject = {"subject": {"kind": kind, "id": id_}, "events": shown}
    return document if len(left) <= limit else document | {"next": left[limit - 1].envelope.position}
