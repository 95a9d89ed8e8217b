"""A chain of lines, broken in every way."""

from typing import Any

import pytest

from services.notifications.verifying.chain import Broken, Chain, Line, fits
from shared.canonical import GENESIS, canonical, digest

HAPPENED = [("r-1", "claimed", None), ("r-2", "claimed", None), ("r-1", "accepted", "sent")]


def lines() -> list[Line]:
    found: list[Line] = []
    for number, (reminder, happening, state) in enumerate(HAPPENED, 1):
        previous = found[-1].hash if found else GENESIS
        said: Any = {
            "number": number, "previous": previous, "township": "t", "reminder": reminder,
            "happening": happening,
        }  # fmt: skip
        line = canonical(said if state is None else said | {"state": state})
        found.append(Line(number, previous, line.decode(), digest(line), "t", reminder))
    return found


def broken(given: list[Line]) -> Broken | None:
    chain = Chain()
    return next((found for line in given if (found := chain.take(line)) is not None), None)


def test_a_whole_one() -> None:
    chain = Chain()
    assert [chain.take(line) for line in lines()] == [None, None, None]
    assert (chain.lines, chain.head, chain.states) == (3, lines()[-1].hash, {"r-1": "sent", "r-2": "sending"})


@pytest.mark.parametrize(
    ("at", "changed", "told"),
    [
        (1, {"line": "{}"}, Broken(2, "hash")),
        (1, {"line": "{", "hash": digest(b"{")}, Broken(2, "not_json")),
        (1, {"previous": "f" * 64}, Broken(2, "previous")),
        (0, {"reminder": "r-9"}, Broken(1, "columns")),
        (2, {"township": "another"}, Broken(3, "columns")),
    ],
)
def test_what_was_changed(at: int, changed: dict[str, Any], told: Broken) -> None:
    given = lines()
    given[at] = given[at]._replace(**changed)
    assert broken(given) == told


def test_what_was_taken_out() -> None:
    first, _, third = lines()
    assert broken([first, third]) == Broken(2, "gap")


@pytest.mark.parametrize(
    ("recorded", "state", "reason", "fit"),
    [
        ("sent", "sent", None, True),
        ("sent", "failed", None, False),
        ("planned", "cancelled", "done", True),
        ("sent", "cancelled", "done", False),
        (None, "uncertain", "restored", True),
        (None, "sent", None, False),
    ],
)
def test_a_row_stands_as_its_last_line_says(
    recorded: str | None, state: str, reason: str | None, fit: bool
) -> None:
    assert fits(recorded, state, reason) is fit
