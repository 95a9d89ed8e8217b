"""A JSON schema as a flat table: each place in the data, and what may stand there. Pure."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

_SAID_TO_PEOPLE = frozenset({"description", "title", "default", "examples", "summary"})
_DEEPEST = 12

Schema = Mapping[str, Any]


class Place(NamedTuple):
    path: str
    """`rows[].cells{}`"""
    what: str
    required: bool


Table = dict[str, list[Any]]
"""By path: what may stand there, and whether something has to."""


def flat(schema: Schema, document: Mapping[str, Any]) -> Table:
    """`document` is what references lead into."""
    return {place.path: [place.what, place.required] for place in _places(schema, document, "", True, 0)}


def _places(
    schema: Schema, document: Mapping[str, Any], path: str, required: bool, deep: int
) -> Iterator[Place]:
    schema = _resolved(schema, document)
    if deep > _DEEPEST:
        yield Place(path, "…", required)
        return
    inner = list(_inner(schema))
    yield Place(path, _said(schema, document), required)
    for name, each, needed in inner:
        yield from _places(each, document, f"{path}{name}", needed, deep + 1)


def _inner(schema: Schema) -> Iterator[tuple[str, Schema, bool]]:
    required = schema.get("required", ())
    for name, each in sorted(schema.get("properties", {}).items()):
        yield f".{name}", each, name in required
    if isinstance(schema.get("items"), Mapping):
        yield "[]", schema["items"], True
    if isinstance(schema.get("additionalProperties"), Mapping):
        yield "{}", schema["additionalProperties"], True
    for number, each in enumerate([*schema.get("anyOf", ()), *schema.get("allOf", ())]):
        if each.get("type") != "null":
            yield f"|{number}", each, True


def _said(schema: Schema, document: Mapping[str, Any]) -> str:
    """Without what is listed as a place of its own, and without words for people."""
    beside = {"properties", "required", "items", "$defs", "allOf"}
    own = {name: value for name, value in schema.items() if name not in _SAID_TO_PEOPLE | beside}
    if isinstance(own.get("additionalProperties"), Mapping):
        own["additionalProperties"] = True
    if "anyOf" in own:
        own["anyOf"] = [_resolved(each, document).get("type", "any") for each in own["anyOf"]]
    return json.dumps(own, ensure_ascii=False, sort_keys=True)


def _resolved(schema: Schema, document: Mapping[str, Any]) -> Schema:
    while "$ref" in schema:
        place: Any = document
        for part in schema["$ref"].removeprefix("#/").split("/"):
            place = place[part]
        schema = place
    return schema
