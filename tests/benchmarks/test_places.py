"""Whose time a sampled stack is."""

import pytest

from benchmarks.profile.places import Place, place_of


@pytest.mark.parametrize(
    ("stack", "place"),
    [
        (
            ["main (benchmarks/x.py)", "append (shared/event_log/append.py:57)"],
            ("shared/event_log/append.py append", ""),
        ),
        (
            ["f (services/hazards/a.py)", "fetch (asyncpg/connection.py)", "loop (asyncio/base.py)"],
            ("services/hazards/a.py f", "asyncio"),
        ),
        (
            ["f (/home/x/shared/a.py)", "dumps (/home/x/.venv/lib/python3.11/site-packages/orjson/o.py)"],
            ("shared/a.py f", "orjson"),
        ),
        (
            ["run (/usr/lib/python3.11/asyncio/runners.py)", "select (selectors.py)"],
            ("none of ours", "selectors"),
        ),
        (["<module> (<string>)"], ("none of ours", "<string>")),
        ([], ("none of ours", "")),
    ],
)
def test_our_innermost_function_and_what_it_uses(stack: list[str], place: tuple[str, str]) -> None:
    assert place_of(stack) == Place(*place)
