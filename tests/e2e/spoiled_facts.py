"""Facts that were taken once, with one thing in them replaced, left out or added."""

from collections.abc import Sequence
from copy import deepcopy
from typing import Any

from hypothesis import strategies as st


def _nested(levels: int) -> Any:
    inner: Any = "x"
    for _ in range(levels):
        inner = [inner]
    return inner


ODD: tuple[Any, ...] = (
    None, True, 0, -1, 2**53, 2**63, 2**64, 10**30, 1.5, 1e308, "", " ", "a\x00b", "\ud800", "\u202e",
    "长" * 5_000, [], {}, [None], [[]], {"": None}, {"\x00": "\ud800"}, _nested(31), _nested(300),
    _nested(900), "9999-12-31T23:59:59-08:00", "0001-01-01T00:00:00+08:00", "2024-12-31T23:59:60Z",
)  # fmt: skip
"""What no field expects."""

Place = tuple[str | int, ...]


def spoiled(facts: Sequence[dict[str, Any]]) -> st.SearchStrategy[Any]:
    """One of them, or a few beside one that is whole."""
    one = st.composite(_spoil)(facts)
    return one | st.lists(one | st.sampled_from(facts), max_size=4)


def _spoil(draw: st.DrawFn, facts: Sequence[dict[str, Any]]) -> dict[str, Any]:
    fact = deepcopy(draw(st.sampled_from(facts)))
    # Under an id of its own, so that it is judged rather than compared with the one that was taken.
    fact["id"] = draw(st.text("0123456789abcdef", min_size=8, max_size=8))
    place = draw(st.sampled_from(_places(fact)))
    holder: Any = fact
    for step in place[:-1]:
        holder = holder[step]
    match draw(st.sampled_from(("replaced", "left out", "added"))):
        case "replaced":
            holder[place[-1]] = draw(st.sampled_from(ODD))
        case "left out":
            del holder[place[-1]]
        case "added" if isinstance(holder, dict):
            holder["another"] = draw(st.sampled_from(ODD))
    return fact


def _places(value: Any, before: Place = ()) -> list[Place]:
    inside: list[tuple[str | int, Any]] = []
    if isinstance(value, dict):
        inside = list(value.items())
    elif isinstance(value, list):
        inside = list(enumerate(value))
    own = [(*before, step) for step, _ in inside]
    return own + [place for step, inner in inside for place in _places(inner, (*before, step))]
