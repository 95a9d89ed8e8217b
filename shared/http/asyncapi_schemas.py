"""The JSON schemas of an AsyncAPI document: the envelopes by hand, the data from the event classes."""

from collections.abc import Iterable

from shared.events.base import Event
from shared.json_types import Json, JsonObject

CLOUD_EVENT = "CloudEvent"
RECORDED_EVENT = "RecordedEvent"

_TEXT: JsonObject = {"type": "string", "minLength": 1, "maxLength": 200}
_INSTANT: JsonObject = {"type": "string", "format": "date-time"}
_POSITION: JsonObject = {"type": "integer", "minimum": 0}
_HASH: JsonObject = {"type": "string", "pattern": "^[0-9a-f]{64}$"}


def _object(required: Iterable[str], **properties: Json) -> JsonObject:
    return {"type": "object", "required": list(required), "properties": properties}


_CLOUD_EVENT = _object(
    ("specversion", "source", "id", "type", "time", "data"),
    specversion={"const": "1.0"},
    source=_TEXT,
    id=_TEXT,
    type=_TEXT,
    time={**_INSTANT, "description": "When it occurred, with an offset."},
    datacontenttype={"const": "application/json"},
    dataschema={"type": "string", "description": "`urn:paicha:`, the type, the version of `data`."},
    correlationid=_TEXT,
    data={"type": "object"},
)
_FROM_FACT = ("factsource", "factid", "factdigest")
_TEXTS = ("actor", "actororg", "causationid", "correlationid", "publisher", "township", "logid")
_RECORDED_EVENT: JsonObject = {
    "allOf": [
        {"$ref": f"#/components/schemas/{CLOUD_EVENT}"},
        _object(
            (
                *("dataschema", "position", "previoushash", "recordedtime", "subject", "streamversion"),
                *_FROM_FACT,
                *_TEXTS,
            ),
            factsource={**_TEXT, "description": "With `publisher` and `factid`, the fact it was made from."},
            factid=_TEXT,
            factdigest={**_HASH, "description": "SHA-256 of what that fact said."},
            position={**_POSITION, "description": "In its log; equals the sequence in the stream."},
            previoushash={**_HASH, "description": "SHA-256 of the bytes of the event before it."},
            recordedtime={**_INSTANT, "description": "By the server's own clock."},
            subject={"type": "string", "description": "The stream: township/kind/business id."},
            streamversion=_POSITION,
            **{name: {"type": "string"} for name in _TEXTS},
        ),
    ]
}
_SAID: JsonObject = {"type": ["string", "null"], "description": "Null where the message did not say it."}
_RECEIPT = _object(
    ("source", "id", "outcome", "events"),
    source=_SAID,
    id=_SAID,
    outcome={"enum": ["accepted", "duplicate", "waiting", "rejected"]},
    code={"type": "string"},
    message={"type": "string"},
    events={"type": "array", "items": _object(("log", "position"), log=_TEXT, position=_POSITION)},
)
_ANNOUNCEMENT = _object(
    ("log", "logid", "position", "hash", "clock"),
    log=_TEXT,
    logid=_TEXT,
    position=_POSITION,
    hash=_HASH,
    clock=_INSTANT,
)
PLAIN_SCHEMAS: dict[str, JsonObject] = {"Receipt": _RECEIPT, "Announcement": _ANNOUNCEMENT}


def data_schemas(events: Iterable[type[Event]]) -> JsonObject:
    """By class name, with the classes they are made of beside them."""
    found: dict[str, Json] = {CLOUD_EVENT: _CLOUD_EVENT, RECORDED_EVENT: _RECORDED_EVENT, **PLAIN_SCHEMAS}
    for event in events:
        schema = event.model_json_schema(ref_template="#/components/schemas/{model}")
        found.update(schema.pop("$defs", {}))
        found[event.__name__] = schema
    return found
