"""Whose time a sample is: our innermost function, and what it was just using."""

import re
from typing import NamedTuple

_FRAME = re.compile(r"(?P<function>.+) \((?P<file>[^()]*?)(?::\d+)?\)$")
_OWN = re.compile(r"(?:^|/)((?:shared|services|deploy)/.+)\.py$")
_LIBRARY = re.compile(r"/(?:site-packages|python3\.\d+)/(?!site-packages/)([^/.]+)")


class Place(NamedTuple):
    function: str
    """Of ours, as `shared/event_log/append.py append`."""
    using: str
    """A library, or nothing."""


def place_of(stack: list[str]) -> Place:
    """From the outermost frame to the innermost."""
    using = ""
    for frame in reversed(stack):
        matched = _FRAME.match(frame)
        if matched is None:
            continue
        own = _OWN.search(matched["file"])
        if own is not None:
            return Place(f"{own[1]}.py {matched['function']}", using)
        using = using or _library(matched["file"])
    return Place("none of ours", using)


def _library(file: str) -> str:
    """Of a path, or of a name that is relative to where libraries lie."""
    inside = _LIBRARY.search(file)
    return inside[1] if inside is not None else file.partition("/")[0].removesuffix(".py")
