"""What differs between what was signed and what this code would sign, part by part. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from shared.json_types import Json, JsonObject

Path: TypeAlias = tuple[str, ...]

_NAMED_BY = ("filer", "column", "code")
"""By what entries of a list are told apart; others by their number."""


@dataclass(frozen=True, slots=True)
class Part:
    path: Path
    """`figures`, `hazards_closed`; `rows`, `d-a`, `figures`, `units`."""
    signed: Json
    derived: Json
    """None on either side: it is not there."""

    @property
    def name(self) -> str:
        return ".".join(self.path)


def different_parts(signed: JsonObject, derived: JsonObject) -> list[Part]:
    one, other = dict(_leaves((), signed)), dict(_leaves((), derived))
    return [
        Part(path, one.get(path), other.get(path))
        for path in dict.fromkeys((*one, *other))
        if one.get(path) != other.get(path)
    ]


def _leaves(path: Path, value: Json) -> Iterator[tuple[Path, Json]]:
    match value:
        case Mapping():
            for name, inner in value.items():
                yield from _leaves((*path, name), inner)
        case str():
            yield path, value
        case Sequence():
            for number, inner in enumerate(value):
                yield from _leaves((*path, _name_of(inner, number)), inner)
        case _:
            yield path, value


def _name_of(entry: Json, number: int) -> str:
    if isinstance(entry, Mapping):
        for name in _NAMED_BY:
            if isinstance(found := entry.get(name), str):
                return found
    return str(number)
