"""A row that is not the same on both sides."""

from typing import Any, NamedTuple, TypeAlias

Key: TypeAlias = tuple[Any, ...]
"""Of a row, as its table is keyed."""


class Apart(NamedTuple):
    check: str
    """Which says so: of `kept.CHECKS`."""
    key: Key
